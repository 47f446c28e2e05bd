//! From the rows of the archive to typed rows, and what of them cannot be used.

mod dress;
mod own_day;
pub(super) mod parsed;
pub(super) mod problems;
pub(super) mod raw;
pub(super) mod stage;
pub(super) mod survey;
pub(super) mod targets;
mod text_match;
pub(super) mod typed_column;
mod typed_rows;
mod writings;
