//! Values of metrics: sums by day, series, targets, how far a period has come.

pub(super) mod answer;
pub(super) mod daily_sums;
pub(super) mod daily_sums_cache;
mod own_sums;
pub(super) mod progress;
mod series;
pub(super) mod targets;
mod total;
pub(super) mod value;
pub(super) mod values;
