//! What is written to the terminal: results, tables, errors, progress.

pub(super) mod program_log;
pub(super) mod progress;
pub(super) mod say;
pub(super) mod table;
