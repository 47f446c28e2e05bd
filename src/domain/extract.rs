//! What a decoder hands to the archive: a file of rows the engine reads by path.

use std::path::PathBuf;

/// What is no part of a cell's text at its ends: blanks, tabs, line ends, the blank that does not break.
pub const BLANKS: [char; 5] = [' ', '\t', '\n', '\r', '\u{A0}'];

/// A table of text on disk, holding at least the columns a connector names.
///
/// Every format ends as this: an export that is clean UTF-8 CSV is named where it lies, everything else is
/// decoded into a temporary file of rows (`disk::RowWriter`) that holds the named columns only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextExtract {
    pub path: PathBuf,
    /// What parts the cells of a text taken where it lies.
    pub delimiter: char,
    /// Lines before the first row of data, the heading among them.
    pub skipped_lines: u64,
    /// How many columns the file has, kept or not.
    pub width: usize,
    pub fields: Vec<ExtractField>,
    /// Whether no cell begins or ends with one of `BLANKS`.
    pub is_trimmed: bool,
    pub rows: RowNumbers,
}

impl TextExtract {
    /// Whether a decoder of ours wrote it, row by row; else it is a text that lies where it was.
    pub fn is_decoded(&self) -> bool {
        matches!(self.rows, RowNumbers::Columns { .. })
    }

    /// The export's row that comes first, when rows follow without a gap.
    pub fn first_row(&self) -> Option<u64> {
        match self.rows {
            RowNumbers::Lines { first, .. } => Some(first),
            RowNumbers::Columns { .. } => None,
        }
    }
}

/// A kept column: its position in the file, its name in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractField {
    pub position: usize,
    pub name: String,
}

/// How a row of the archive is found again in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowNumbers {
    /// One row a line: the first row's number, and how many lines there are from it on.
    Lines { first: u64, count: u64 },
    /// The file's columns `source_sheet` and `source_row` say it; so many rows were written.
    Columns { count: u64 },
}
