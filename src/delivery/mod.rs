//! Sends what was made: when it is due, to whom it is meant for, once.
//!
//! Invariant: what may have reached somebody is never sent again by itself; a secret is in no log, no error and no state.

#![expect(clippy::disallowed_types, reason = "this is the home of lettre and croner")]

pub mod alerting;
mod error;
mod report_source;
pub mod schedule;
pub mod sending;
mod settings_check;

pub use alerting::owner_notices::OwnerNotices;
pub use error::DeliveryError;
pub use report_source::{ReportOrder, ReportSource};
pub use schedule::cron_schedule::{CronSchedule, find_skipped_period};
pub use schedule::scheduler::{ReportScheduler, RunSummary};
pub use sending::outbox::{Outbox, SendSummary};
pub use sending::recipients::is_named;
pub use sending::to_deliveries::to_deliveries;
pub use settings_check::check;
