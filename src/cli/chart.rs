use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    Outcome,
    options::{self, Question},
    output::say::{data, say},
};
use crate::{
    catalog::Catalog,
    chart::{ChartError, Size, png},
    view::{Kind, Picture, PictureError},
};

/// Draw a metric: the ranking of agencies, the trend of one, where all lie, all through time, or what one is made of
#[derive(Debug, Args)]
pub struct Chart {
    #[command(flatten)]
    question: Question,

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

impl From<ChartSize> for Size {
    fn from(size: ChartSize) -> Self {
        match size {
            ChartSize::Usual => Self::Usual,
            ChartSize::Zalo => Self::Zalo,
            ChartSize::Slide => Self::Slide,
            ChartSize::A4 => Self::A4,
        }
    }
}

impl Chart {
    pub fn run(self, catalog: &Catalog) -> miette::Result<Outcome> {
        let opened = self.question.open(catalog)?;
        let period = self.question.period;
        let agency = match &self.agency {
            Some(code) => Some(options::agency(&opened.warehouse, code, period)?.code),
            None => None,
        };
        let picture = Picture {
            catalog,
            warehouse: &opened.warehouse,
            metric: self.question.metric(catalog)?,
            period,
            published: self.published,
            agency: agency.as_deref(),
            kind: match self.kind {
                ChartKind::Bar => Kind::Bar,
                ChartKind::Line => Kind::Line,
                ChartKind::Dots => Kind::Dots,
                ChartKind::Heat => Kind::Heat,
                ChartKind::Weeks => Kind::Weeks,
                ChartKind::Parts => Kind::Parts,
                ChartKind::Multiples => Kind::Multiples,
            },
        };
        if !write(&picture, self.size.into(), &self.out)? {
            return Ok(Outcome::Failed);
        }
        say("Written");
        data(self.out.display());
        Ok(Outcome::Done)
    }
}

/// Writes a picture in the format its name ends with; where there is nothing to draw, says why and writes none.
pub fn write(picture: &Picture, size: Size, out: &std::path::Path) -> miette::Result<bool> {
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
