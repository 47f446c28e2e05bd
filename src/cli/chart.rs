use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    CommandOutcome,
    options::{self, MetricArguments},
    output::say::{data, say},
};
use crate::{
    catalog::Catalog,
    chart::{ChartError, ImageSize, png},
    domain::basis::MetricBasis,
    view::{ChartRequest, PictureError, PictureKind},
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

    /// Where a .png is going: as large as that takes
    #[arg(long, value_enum, default_value = "usual")]
    size: ChartSize,

    /// The picture, .svg or .png
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ChartKind {
    /// The ranking of agencies
    Bar,
    /// One agency over time
    Line,
    /// Where all agencies lie
    Dots,
    /// Agencies by the steps of the period
    Heat,
    /// Agencies by week
    Weeks,
    /// Early, on time and late, step by step
    Parts,
    /// The trends of all agencies, side by side
    Multiples,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ChartSize {
    /// Word, a screen: 1920 dots wide
    Usual,
    /// 1280 dots wide
    Zalo,
    /// A whole slide, 1920 by 1080
    Slide,
    /// The width of the page at 300 dots an inch
    A4,
}

impl From<ChartSize> for ImageSize {
    fn from(size: ChartSize) -> Self {
        match size {
            ChartSize::Usual => Self::Usual,
            ChartSize::Zalo => Self::Zalo,
            ChartSize::Slide => Self::Slide,
            ChartSize::A4 => Self::A4,
        }
    }
}

impl ChartCommand {
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let opened = self.question.open(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::agency(&opened.warehouse, code, period)?.code),
            None => None,
        };
        let picture = ChartRequest {
            catalog,
            warehouse: &opened.warehouse,
            metric: self.question.metric(catalog)?,
            period,
            basis: MetricBasis::from_published_flag(self.published),
            agency: agency.as_deref(),
            kind: match self.kind {
                ChartKind::Bar => PictureKind::Bar,
                ChartKind::Line => PictureKind::Line,
                ChartKind::Dots => PictureKind::Dots,
                ChartKind::Heat => PictureKind::Heat,
                ChartKind::Weeks => PictureKind::Weeks,
                ChartKind::Parts => PictureKind::Parts,
                ChartKind::Multiples => PictureKind::Multiples,
            },
        };
        if !write(&picture, self.size.into(), &self.out)? {
            return Ok(CommandOutcome::Failed);
        }
        say("Written");
        data(self.out.display());
        Ok(CommandOutcome::Done)
    }
}

/// Writes a picture in the format its name ends with; where there is nothing to draw, says why and writes none.
pub fn write(
    picture: &ChartRequest,
    size: ImageSize,
    out: &std::path::Path,
) -> miette::Result<bool> {
    let path = out.display().to_string();
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !["svg", "png"].contains(&ending) {
        return Err(ChartError::Format { path }.into());
    }
    let svg = match picture.svg() {
        Err(PictureError::Nothing { said }) => {
            say(said);
            return Ok(false);
        }
        drawn => drawn?,
    };
    let bytes = if ending == "png" { png(&svg, size)? } else { svg.into_bytes() };
    std::fs::write(out, bytes).map_err(|source| ChartError::Write { path, source })?;
    Ok(true)
}
