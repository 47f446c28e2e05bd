//! Pictures of numbers: what to draw in, SVG or PNG out.
//!
//! Invariant: a chart holds only texts and values it is given; it reads nothing, and the same chart is the same bytes.

#![expect(clippy::disallowed_types, reason = "this is the home of plotters")]

mod canvas;
mod card;
mod drawing;
mod error;
mod frame;
mod heat;
mod ladder;
mod layout;
mod mark;
mod multiples;
mod png;
mod shade;
mod spread;
mod stack;
#[cfg(test)]
mod text_boxes;
mod tiles;
mod trend;

pub use card::CardPicture;
pub use drawing::ChartDrawing;
pub use error::ChartError;
pub use frame::ChartFrame;
pub use heat::HeatMap;
pub use ladder::{LadderChart, LadderRung};
pub use layout::ChartSheet;
pub use mark::{ChartMark, LimitLine, MarkTone};
pub use multiples::{ChartPanel, SmallMultiples};
pub use png::{ImageSize, render_png};
pub use spread::SpreadChart;
pub use stack::{StackColumn, StackedBars};
pub use tiles::{TileGrid, TileGroup};
pub use trend::TrendChart;
