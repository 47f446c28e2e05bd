//! Proves what was backed up by building it anew and asking it all that what is published answers.

pub(super) mod compare;
pub(super) mod prove;
pub(super) mod rebuild;
