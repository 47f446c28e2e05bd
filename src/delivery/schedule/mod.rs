//! When reports are due, and whether the data they stand on is there.

pub mod complete;
pub(super) mod pattern;
pub(super) mod scheduler;
