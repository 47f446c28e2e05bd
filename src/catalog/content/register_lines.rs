//! Registers that an office may write into: CSV files of which every line is heeded, or refused at its place.

use std::ops::Range;

use csv::StringRecord;
use jiff::civil::Date;

use super::{super::CatalogError, ContentFile, ContentSet};
use crate::catalog::phrases::wording::ErrorWording;

const REFERENCE: &str = "queries/reference/";

impl ContentSet {
    /// Lists the files that fill tables beforehand, each with the name of its table: `<table>.csv`, or any file of the folder `<table>`.
    pub fn list_reference_files(&self) -> impl Iterator<Item = (&str, &ContentFile)> {
        self.list_files(REFERENCE, ".csv").map(|file| {
            let within = file.path.trim_start_matches(REFERENCE);
            (within.split(['/', '.']).next().unwrap_or(within), file)
        })
    }

    /// Lists the files of one table.
    pub fn list_table_files(&self, table: &str) -> impl Iterator<Item = &ContentFile> {
        self.list_reference_files().filter(move |(of, _)| *of == table).map(|(_, file)| file)
    }
}

/// Hands each line of a register to `take`, which says what is wrong with it. Fails at the first line that it refuses, or that has not
/// just these columns.
pub fn read_register(
    file: &ContentFile,
    columns: &[&str],
    mut take: impl FnMut(&StringRecord) -> Result<(), ErrorWording>,
) -> Result<(), CatalogError> {
    let text = file.to_text()?;
    let refuse = |at: Range<usize>, told: ErrorWording| {
        CatalogError::hinted_at(&file.path, text, Some(at), told)
    };
    let line_from = |from: usize| {
        let from = from.min(text.len());
        from..from + text[from..].lines().next().map_or(0, str::len)
    };
    let shape =
        || ErrorWording::new("content.register_columns").with("columns", &columns.join(","));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    if !reader.headers().is_ok_and(|found| found.iter().eq(columns.iter().copied())) {
        return Err(refuse(line_from(0), shape()));
    }
    for record in reader.records() {
        let record = record.map_err(|_| refuse(line_from(0), shape()))?;
        let from = record.position().and_then(|at| usize::try_from(at.byte()).ok());
        let at = line_from(from.unwrap_or(0));
        if record.len() != columns.len() {
            return Err(refuse(at, shape()));
        }
        take(&record).map_err(|told| refuse(at, told))?;
    }
    Ok(())
}

/// Says what is wrong with a cell: a sentence with its column and what stands in it.
pub fn refuse_cell(id: &'static str, column: &str, cell: &str) -> ErrorWording {
    ErrorWording::new(id).with("column", &column.to_owned()).with("value", &cell.to_owned())
}

/// Reads a cell that holds a day or nothing; the error says what stands there in its place.
pub fn read_day(column: &str, cell: &str) -> Result<Option<Date>, ErrorWording> {
    match cell {
        "" => Ok(None),
        cell => {
            cell.parse().map(Some).map_err(|_| refuse_cell("content.register_day", column, cell))
        }
    }
}
