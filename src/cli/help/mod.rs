//! What the command line says of itself: help, usage errors, manual pages, in the language that is asked for.

pub(super) mod guide;
pub(super) mod manual;
pub(super) mod spoken;
mod usage;
mod usage_error;
mod worded_command;

pub(super) use usage_error::{describe_usage_error, is_talk};
pub(super) use worded_command::word_command;
