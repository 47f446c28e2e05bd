//! Pictures of numbers: what to draw in, SVG or PNG out.
//!
//! Invariant: a chart holds only texts and values it is given; it reads nothing, and the same chart is the same bytes.

#![expect(clippy::disallowed_types, reason = "this is the home of plotters")]

mod canvas;
mod heat;
mod multiples;
mod png;
mod ranking;
mod scale;
mod spread;
mod stack;
mod trend;

pub use heat::HeatMap;
pub use multiples::{ChartPanel, SmallMultiples};
pub use png::{ImageSize, png};
pub use ranking::RankingChart;
pub use spread::SpreadChart;
pub use stack::{StackColumn, StackedBars};
pub use trend::TrendChart;

/// One bar or point.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartMark {
    pub label: String,
    /// `None` is drawn as a gap, with its text.
    pub value: Option<f64>,
    /// The value as people read it.
    pub text: String,
    pub tone: MarkTone,
    /// How far it lies on the wrong side of its limit; nothing elsewhere.
    pub gap: f64,
}

/// How a mark stands to its limit: each is told apart without its colour too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarkTone {
    /// Nothing is wrong with it, or nothing is set.
    #[default]
    Fine,
    /// Misses what it should reach.
    Short,
    /// Passes what it should not.
    Over,
    /// Over so few that it is not judged: hollow.
    Few,
}

impl MarkTone {
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Short | Self::Over)
    }
}

/// A line the marks are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitLine {
    pub value: f64,
    /// The wrong side is above.
    pub is_ceiling: bool,
    pub label: String,
}

/// What stands around every chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartFrame {
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown: period, rule, how many of how many.
    pub subtitle: String,
    /// Where the numbers are from.
    pub footer: String,
}

#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ChartError {
    #[error("cannot draw the chart: {problem}")]
    Draw { problem: String },
    #[error("`{path}` is neither .svg nor .png")]
    #[diagnostic(help("name the picture FILE.svg or FILE.png"))]
    Format { path: String },
    #[error("cannot write `{path}`: {source}")]
    Write { path: String, source: std::io::Error },
}
