use std::path::PathBuf;

use clap::Args;

use super::{
    CommandOutcome,
    help::spoken::say,
    options::{self, MetricArguments},
    output::say::{print_data, print_message},
};
use crate::{
    catalog::Catalog,
    chart::{ChartError, ImageSize, render_png},
    domain::basis::MetricBasis,
    view::{ChartKind, ChartRequest, PictureError},
};

/// Draw a metric: the ranking of agencies, the trend of one, where all lie, all through time, or what one is made of
#[derive(Debug, Args)]
pub struct ChartCommand {
    #[command(flatten)]
    question: MetricArguments,

    /// Line and parts: this agency; all others: agencies under this one
    #[arg(long, value_name = "CODE")]
    agency: Option<String>,

    #[arg(long, value_enum, default_value = "bar")]
    kind: ChartKind,

    /// What the portal published instead of what is computed
    #[arg(long)]
    published: bool,

    /// Where the picture is going: drawn for that, a .png as large as it takes
    #[arg(long, value_enum, default_value = "usual")]
    size: ImageSize,

    /// The picture, .svg or .png
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

impl ChartCommand {
    /// Draws the chart and writes it to the file asked for. Ends as failed where there is nothing to
    /// draw.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let opened = self.question.open_warehouse(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::find_agency(&opened.warehouse, code, period)?.code),
            None => None,
        };
        let picture = ChartRequest {
            catalog,
            warehouse: &opened.warehouse,
            metric: self.question.find_metric(catalog)?,
            period,
            basis: MetricBasis::from_published_flag(self.published),
            agency: agency.as_deref(),
            kind: self.kind,
        };
        if !write_chart(&picture, self.size, &self.out)? {
            return Ok(CommandOutcome::Failed);
        }
        print_message(say("chart.written", &[]));
        print_data(self.out.display());
        Ok(CommandOutcome::Done)
    }
}

/// Writes a picture in the format its name ends with; where there is nothing to draw, says why and writes none.
pub fn write_chart(
    picture: &ChartRequest,
    size: ImageSize,
    out: &std::path::Path,
) -> miette::Result<bool> {
    let path = out.display().to_string();
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !["svg", "png"].contains(&ending) {
        return Err(ChartError::Format { path }.into());
    }
    let svg = match picture.render_svg(size.sheet()) {
        Err(PictureError::Nothing { said }) => {
            print_message(said);
            return Ok(false);
        }
        drawn => drawn?,
    };
    let bytes = if ending == "png" { render_png(&svg, size)? } else { svg.into_bytes() };
    std::fs::write(out, bytes).map_err(|source| ChartError::Write { path, source })?;
    Ok(true)
}
