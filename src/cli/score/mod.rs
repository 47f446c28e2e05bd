mod answer;
mod table;

use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::spoken,
    options::{self, DataFolder, OutputFormat},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    catalog::Catalog,
    domain::period::Period,
    view::{AnswerWording, ScoreRequest, ScoredRow, answers::ScoreAnswer},
};

/// Fill a scorecard in: points of each row as published, as recomputed, or that there is no data
#[derive(Debug, Args)]
pub struct ScoreCommand {
    /// The scorecard's id; a list of them without it
    card: Option<String>,

    /// The period scored; of a plan's yearly card, its year
    #[arg(long, requires = "card")]
    period: Option<Period>,

    /// The agency scored; the one the card is about, if it is about one
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,

    #[command(flatten)]
    data: DataFolder,
}

impl ScoreCommand {
    /// Prints a scorecard filled in, or the list of scorecards. Fails for another agency than the card
    /// is about.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let Some(id) = &self.card else {
            scorecard_list(catalog).to_lines().iter().for_each(print_data);
            return Ok(CommandOutcome::Done);
        };
        let Some(period) = self.period else {
            return Err(CommandError::NoPeriod { example: "2026-08" }.into());
        };
        let card = catalog.find_scorecard(id, period.end())?;
        let warehouse = self.data.open_warehouse(catalog)?;
        if let (Some(asked), Some(own)) = (&self.agency, &card.agency)
            && asked != own
        {
            let (card, agency) = (card.id.clone(), own.clone());
            return Err(CommandError::OtherAgency { card, agency }.into());
        }
        let code = match (self.agency.as_ref(), card.agency.as_ref()) {
            (Some(code), _) | (None, Some(code)) => options::find_agency(&warehouse, code, period)?,
            (None, None) => {
                return Err(CommandError::AgencyNeeded { card: id.clone() }.into());
            }
        };
        let asked =
            ScoreRequest { catalog, warehouse: &warehouse, card, period, agency: &code.code };
        let rows = asked.score_rows()?;
        match self.format {
            OutputFormat::Json => {
                let answer = ScoreAnswer::new(&asked, &code.name)?;
                print_data(serde_json::to_string_pretty(&answer).expect("an answer is plain data"));
            }
            OutputFormat::Csv => print_data(answer::csv_table(&rows).to_csv()),
            OutputFormat::Table => {
                print_message(format!(
                    "{} · {} · {period} · {}",
                    card.name, code.name, card.source
                ));
                table::score_table(catalog, card, &rows).to_lines().iter().for_each(print_data);
                let words = AnswerWording::new(catalog);
                if card.adds_up {
                    print_message(words.score_total(&asked.total_score(&rows)?));
                }
                if rows.iter().any(ScoredRow::is_starred) {
                    print_message(words.fill_phrase("score.star", &[]));
                }
                if let (Some(rank), Some(of)) = (card.rank, card.ranked_of) {
                    let target = card.rank_target.map_or("–".into(), |target| target.to_string());
                    print_message(words.fill_phrase(
                        "score.rank",
                        &[
                            ("rank", &rank.to_string()),
                            ("of", &of.to_string()),
                            ("target", &target),
                        ],
                    ));
                }
            }
        }
        Ok(CommandOutcome::Done)
    }
}

fn scorecard_list(catalog: &Catalog) -> OutputTable {
    let mut table = OutputTable::new([
        spoken().format_phrase("column.code", &[]),
        spoken().format_phrase("column.name", &[]),
        spoken().format_phrase("column.source", &[]),
    ]);
    for card in &catalog.scorecards {
        table.push_row([card.id.clone(), card.name.clone(), card.source.clone()]);
    }
    table
}
