//! Exports taken in: files, their rows, and what is said of those that cannot be used.

pub(super) mod bombs;
mod code_dress;
mod columns_judged;
mod containers;
mod damaged;
mod damaged_anywhere;
pub(super) mod dirt;
mod dress;
mod fetch;
mod foreign;
mod hostile;
mod json;
mod layout_rows;
mod personal_data;
mod text;
mod told_at_ingest;
mod unread_values;
mod workbook;
