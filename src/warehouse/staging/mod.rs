//! From the rows of the archive to typed rows, and what of them cannot be used.

mod code_mapping;
pub(super) mod column;
pub(super) mod erased_rows;
mod extra_columns;
mod group;
mod known_writings;
pub(super) mod parsed;
pub(super) mod problems;
pub(super) mod raw;
mod source_list;
mod stage;
pub(super) mod stage_exports;
pub(super) mod stage_source;
pub(super) mod staging_run;
mod target_columns;
pub(super) mod unsaid_no;
