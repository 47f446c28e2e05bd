//! Sends what was made: when it is due, to whom it is meant for, once.
//!
//! Invariant: what may have reached somebody is never sent again by itself; a secret is in no log, no error and no state.

#![expect(clippy::disallowed_types, reason = "this is the home of lettre and croner")]

mod addressed;
pub mod alert;
pub mod channel;
mod check;
pub mod complete;
mod error;
mod notice;
mod order;
mod outbox;
mod pattern;
mod readers;
mod schedule;

pub use addressed::addressed;
pub use check::check;
pub use error::DeliveryError;
pub use notice::Notices;
pub use order::{Maker, Order};
pub use outbox::{Outbox, Tally};
pub use pattern::Pattern;
pub use readers::is_named;
pub use schedule::{Scheduler, Step};
