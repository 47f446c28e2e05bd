//! The outbox, recipients and channels: what is sent, to whom, how.

pub mod channel;
pub(super) mod outbox;
pub(super) mod recipients;
pub(super) mod to_deliveries;
