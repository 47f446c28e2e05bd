//! When reports are due, and whether the data they stand on is there.

pub(super) mod cron_schedule;
pub mod data_readiness;
pub(super) mod scheduler;
