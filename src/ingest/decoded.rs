//! What a decoder hands on: a table of text, and what was seen beside it.

use super::table::header::TableHeading;
use crate::{
    catalog::connector::Connector,
    domain::{
        extract::TextExtract,
        source::{PassedRows, SourceShortfall, UnreadableRow},
    },
};

/// Holds a decoded export, ready for the archive.
#[derive(Debug)]
pub struct DecodedExport<'a> {
    pub connector: &'a Connector,
    pub extract: TextExtract,
    /// What stands above the heading.
    pub title: String,
    pub ignored_headings: Vec<String>,
    /// Sheets with rows in them, and without the connector's headings.
    pub ignored_sheets: Vec<String>,
    pub unreadable: Vec<UnreadableRow>,
    /// Rows that were not read at all, and why.
    pub passed: Vec<PassedRows>,
    /// Lines below the table that may say its day or its period.
    pub lines: Vec<String>,
    /// What it says of rows it does not hold.
    pub shortfall: Option<SourceShortfall>,
    /// Of a text: its heading, should it have to be read again row by row.
    pub heading: Option<TableHeading>,
    /// Whether the workbook's day numbers begin in 1904, not in 1900.
    pub days_from_1904: bool,
    /// Sheets that are full to the last row their format has.
    pub full_sheets: Vec<String>,
    /// Rows that are hidden in the workbook; they are read like others.
    pub hidden_rows: u64,
    /// Columns beyond the last that is looked at.
    pub columns_beyond: u64,
}

/// Lists what an export holds besides the rows that are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecodeNotes {
    /// Rows that are no data, or data nobody can read.
    pub passed: Vec<PassedRows>,
    /// Lines outside the table that may say its day or its period.
    pub lines: Vec<String>,
}
