//! Sends what was made: when it is due, to whom it is meant for, once.
//!
//! Invariant: what may have reached somebody is never sent again by itself; a secret is in no log, no error and no state.

#![expect(clippy::disallowed_types, reason = "this is the home of lettre and croner")]

pub mod alerting;
mod check;
mod error;
mod order;
pub mod schedule;
pub mod sending;

pub use alerting::notice::OwnerNotices;
pub use check::check;
pub use error::DeliveryError;
pub use order::{ReportOrder, ReportSource};
pub use schedule::pattern::CronSchedule;
pub use schedule::scheduler::{ReportScheduler, RunSummary};
pub use sending::addressed::addressed;
pub use sending::outbox::{Outbox, SendSummary};
pub use sending::readers::is_named;
