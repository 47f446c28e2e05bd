//! Values of metrics: sums by day, series, targets, how far a period has come.

pub(super) mod agency_filter;
pub(super) mod daily_sums;
pub(super) mod daily_sums_cache;
mod direct_sums;
pub(super) mod event_query;
pub(super) mod holder;
mod limits;
pub(super) mod progress;
pub(super) mod queries;
mod series;
pub(super) mod targets;
mod total;
pub(super) mod value;
pub(super) mod values;
