//! A dot for each: where most of them lie, and who lies far off.

mod chart;
mod scale;

pub use chart::SpreadChart;
