//! What every format of workbook offers: its sheets, and a visit of their rows.

use std::collections::HashSet;

use super::cell;
use crate::ingest::{
    IngestError,
    table::{CarriedValue, HeaderCells},
};

/// Exports have tens of columns. What stands further out is not part of the table.
pub const WIDEST: usize = 256;

/// Given a row's number, counted from 1, its cells, and what merged cells above hold in it, says whether to go on.
pub type RowVisitor<'v> =
    &'v mut dyn FnMut(u64, &[Option<String>], &[CarriedValue]) -> Result<bool, IngestError>;

/// Names a sheet of a workbook and says whether it is shown.
pub struct WorkbookSheet {
    pub name: String,
    pub is_hidden: bool,
}

/// Reads a workbook of one format, sheet by sheet.
pub trait WorkbookReader {
    /// Lists the sheets in their order.
    fn list_sheets(&self) -> Vec<WorkbookSheet>;

    /// Visits every row that has a cell, until the visitor says no.
    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError>;

    /// Whether day numbers begin in 1904, as on old Macs.
    fn days_from_1904(&self) -> bool {
        false
    }

    /// Is told how many rows of a sheet that was visited stand above its data, where it has a heading of its own.
    fn note_heading(&mut self, _sheet: &str, _data_from: Option<usize>) {}

    /// What was seen of a sheet besides its cells, once its rows were visited.
    fn row_hints(&self, _sheet: &str) -> RowHints {
        RowHints::default()
    }
}

/// Holds what a sheet's rows show besides their cells.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowHints {
    /// Rows that hold something and are hidden, by a filter or by hand.
    pub hidden_rows: u64,
    /// Whether it goes on to the last row its format has, or the old one had: what did not fit was cut off.
    pub is_full: bool,
    /// Columns beyond the last that is looked at, as far as anything stands in them.
    pub columns_beyond: usize,
    /// Whether nothing ends it, in a format that has an end: rows may have been cut off.
    pub is_unended: bool,
}

/// The last row of a sheet of old, at which programs still cut what they write.
const OLD_LAST_ROW: u64 = 65_536;

impl RowHints {
    /// Notes a row before it is visited; a lone cell in the last one does not make a sheet full.
    pub fn note_row(&mut self, row: u64, cells: &[Option<String>], is_hidden: bool, last: u64) {
        self.hidden_rows += u64::from(is_hidden);
        if cells.iter().flatten().nth(1).is_some() {
            self.is_full = row == last || row == OLD_LAST_ROW;
        }
    }

    /// Puts a cell in its place, unless it stands too far out.
    pub fn place_cell(&mut self, cells: &mut HeaderCells, column: usize, text: String) {
        if column < WIDEST {
            cell::put_cell(cells, column, text);
        } else if !text.trim().is_empty() {
            self.columns_beyond = self.columns_beyond.max(column + 1 - WIDEST);
        }
    }
}

/// Names by which sheets are told apart: one without a name, or with the name of one before it, gets its number.
pub fn make_names_unique<'n>(names: impl Iterator<Item = &'n mut String>) {
    let mut known = HashSet::new();
    for (number, name) in (1..).zip(names) {
        if name.is_empty() || known.contains(name) {
            *name =
                if name.is_empty() { format!("({number})") } else { format!("{name} ({number})") };
        }
        known.insert(name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_told_apart_by_their_names() {
        let mut names = ["", "Hồ sơ", "Hồ sơ", ""].map(str::to_owned);
        make_names_unique(names.iter_mut());
        assert_eq!(names, ["(1)", "Hồ sơ", "Hồ sơ (3)", "(4)"]);
    }
}
