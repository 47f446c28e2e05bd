//! Pictures of numbers: what to draw in, SVG or PNG out.
//!
//! Invariant: a chart holds only texts and values it is given; it reads nothing, and the same chart is the same bytes.

#![expect(clippy::disallowed_types, reason = "this is the home of plotters")]

mod canvas;
mod error;
mod frame;
mod heat;
mod mark;
mod multiples;
mod png;
mod ranking;
mod scale;
mod sized;
mod spread;
mod stack;
mod trend;

pub use error::ChartError;
pub use frame::ChartFrame;
pub use heat::HeatMap;
pub use mark::{ChartMark, LimitLine, MarkTone};
pub use multiples::{ChartPanel, SmallMultiples};
pub use png::{ImageSize, render_png};
pub use ranking::RankingChart;
pub use sized::{CardPicture, ChartSheet, LadderChart, LadderRung};
pub use spread::SpreadChart;
pub use stack::{StackColumn, StackedBars};
pub use trend::TrendChart;
