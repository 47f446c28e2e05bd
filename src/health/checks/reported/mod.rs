//! What was reported.

pub(in crate::health) mod locked_periods;
