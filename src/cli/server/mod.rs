//! Commands that serve pages, send what is due and keep users.

pub(super) mod run_due;
pub(super) mod serve;
pub(super) mod user;
mod works;
