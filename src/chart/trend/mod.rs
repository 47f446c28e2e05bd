//! One agency over time, with the limit drawn in.

mod chart;
mod values;

pub use chart::TrendChart;
