//! Values of metrics: sums by day, series, targets, how far a period has come.

pub(super) mod agency_filter;
pub(super) mod daily_sums;
pub(super) mod daily_sums_cache;
pub(super) mod event_query;
pub(super) mod holder;
mod limits;
pub(super) mod progress;
mod published_sums;
pub(super) mod queries;
mod series;
pub(super) mod targets;
mod total;
pub(super) mod value;
pub(super) mod values;
