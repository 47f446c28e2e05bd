//! The chair's answers as a text, a picture or a sheet of paper.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    CommandOutcome,
    help::spoken::say,
    options::{self, DataFolder},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    chart::{ChartError, ImageSize, render_png},
    domain::{basis::MetricBasis, measure::Rule, period::Period},
    report::{CARD_REPORT, ReportContext, ReportFormat, ReportRequest, find_signing_day, make},
    view::{AnswerWording, BriefingRequest, CHAT_CHARACTERS, fit_sentences},
    warehouse::query::{AgencyName, Warehouse},
};

/// Lists the forms of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CardFormat {
    /// At most 900 characters, for a chat
    Text,
    /// A picture, for Zalo
    Png,
    /// One sheet A4
    Pdf,
}

/// Answer what a chair asks first: who is under the floor, what changed, what is overdue, what falls due, who sent nothing
#[derive(Debug, Args)]
pub struct CardCommand {
    /// 2023-W52, 2023-12, 2023-Q4, 2023; `bc:` before it for the reporting calendar
    #[arg(long)]
    period: Period,

    /// Only this agency, with those under it
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    #[arg(long, value_enum, default_value = "text")]
    format: CardFormat,

    /// The file it is written to; a text without it is printed
    #[arg(short, long, value_name = "FILE", required_if_eq_any = [("format", "png"), ("format", "pdf")])]
    output: Option<PathBuf>,

    #[command(flatten)]
    data: DataFolder,
}

impl CardCommand {
    /// Makes the card and writes or prints it. Fails for an unknown agency, or a file that cannot be written.
    pub fn run(
        self,
        catalog: &Catalog,
        config: Option<&std::path::Path>,
    ) -> miette::Result<CommandOutcome> {
        let warehouse = self.data.open_warehouse(catalog)?;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&warehouse, code, self.period)?),
            None => None,
        };
        let request = BriefingRequest {
            catalog,
            warehouse: &warehouse,
            ranking: catalog.find_metric(&catalog.headline.ranking)?,
            period: self.period,
            basis: MetricBasis::Computed,
            rule: Rule::Date,
            agency: agency.as_ref(),
            is_public: false,
            is_brief: true,
        };
        let bytes = match self.format {
            CardFormat::Text => {
                let briefing = request.make_briefing()?;
                let words = AnswerWording::new(catalog);
                let text = fit_sentences(words, &briefing, None, CHAT_CHARACTERS);
                if self.output.is_none() {
                    print_data(text);
                    return Ok(CommandOutcome::Done);
                }
                text.into_bytes()
            }
            CardFormat::Png => {
                let card = request.make_card(&request.make_briefing()?)?;
                render_png(&card.render_svg()?, ImageSize::Zalo)?
            }
            CardFormat::Pdf => {
                let settings = ProgramSettings::load_file(config)?;
                self.print_paper(catalog, &settings, &warehouse, agency.as_ref())?
            }
        };
        let Some(out) = self.output else { return Ok(CommandOutcome::Done) };
        let path = out.display().to_string();
        std::fs::write(&out, bytes).map_err(|source| ChartError::Write { path, source })?;
        print_message(say("card.written", &[]));
        print_data(out.display());
        Ok(CommandOutcome::Done)
    }

    /// The card as the report engine prints it.
    fn print_paper(
        &self,
        catalog: &Catalog,
        settings: &ProgramSettings,
        warehouse: &Warehouse,
        agency: Option<&AgencyName>,
    ) -> miette::Result<Vec<u8>> {
        let today = find_signing_day(warehouse, self.period)?;
        let context = ReportContext::new(catalog, &settings.office, warehouse, today)
            .of_scope(settings.scope.clone());
        let asked = ReportRequest {
            report: catalog.find_report(CARD_REPORT)?,
            period: self.period,
            agency: agency.map(|agency| agency.code.as_str()),
        };
        let made = make(&context, asked, &[ReportFormat::Pdf])?;
        Ok(made.into_iter().next().map(|file| file.bytes).unwrap_or_default())
    }
}
