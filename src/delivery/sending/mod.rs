//! The outbox, recipients and channels: what is sent, to whom, how.

pub(super) mod addressed;
pub mod channel;
pub(super) mod outbox;
pub(super) mod readers;
