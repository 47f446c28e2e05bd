//! What stands in an export beside the rows that are kept: counted, named, and looked at for days.

use super::{super::decoded::DecodeNotes, kind::has_digit, row::HeaderCells};
use crate::domain::source::PassedRows;

/// Lines beside the table that may say its day or period.
const MOST_LINES: usize = 40;
const LONGEST_LINE: usize = 500;

impl DecodeNotes {
    /// A row that is no data.
    pub fn set_aside(&mut self, sheet: &str, row: u64) {
        self.pass_row(sheet, row, None, None);
    }

    /// A row of data that cannot be read.
    pub fn lose_row(&mut self, sheet: &str, row: u64, reason: &str, hint: Option<&str>) {
        self.pass_row(sheet, row, Some(reason), hint);
    }

    fn pass_row(&mut self, sheet: &str, row: u64, reason: Option<&str>, hint: Option<&str>) {
        let sheet = Some(sheet).filter(|name| !name.is_empty());
        if let Some(last) = self.passed.last_mut()
            && last.last + 1 == row
            && last.sheet.as_deref() == sheet
            && last.reason.as_deref() == reason
            && last.hint.as_deref() == hint
        {
            last.last = row;
            return;
        }
        self.passed.push(PassedRows {
            sheet: sheet.map(str::to_owned),
            first: row,
            last: row,
            reason: reason.map(str::to_owned),
            hint: hint.map(str::to_owned),
        });
    }

    /// Remembers the lines that stand below a table.
    pub fn note_last(&mut self, rows: &[HeaderCells]) {
        self.lines.clear();
        for row in rows {
            self.note_line(row);
        }
    }

    /// Remembers a line of few cells, if a day or a period may stand in it.
    pub fn note_line(&mut self, cells: &[Option<String>]) {
        let filled = || cells.iter().flatten().filter(|text| !text.trim().is_empty());
        if self.lines.len() < MOST_LINES
            && filled().take(5).count() < 5
            && filled().all(|text| text.len() < LONGEST_LINE)
            && filled().any(|text| has_digit(text))
        {
            let line: Vec<&str> = filled().map(|text| text.trim()).collect();
            self.lines.push(line.join(" "));
        }
    }
}
