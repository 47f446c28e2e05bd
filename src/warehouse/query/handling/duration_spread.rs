//! What is told of many durations at once.

use duckdb::Row;

/// Tells how long so many took. A part of a hundred is told by the least duration within which so many were done, which is one that
/// occurred: of 10, half were done within that of the fifth, nine in ten within that of the ninth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurationSpread {
    pub counted: i64,
    pub median: i64,
    pub ninetieth: i64,
    pub longest: i64,
}

impl DurationSpread {
    /// Reads it from four columns of a row; `None` where there was none to count.
    pub fn read_row(row: &Row, first: usize) -> duckdb::Result<Option<Self>> {
        let counted: i64 = row.get(first)?;
        if counted == 0 {
            return Ok(None);
        }
        Ok(Some(Self {
            counted,
            median: row.get(first + 1)?,
            ninetieth: row.get(first + 2)?,
            longest: row.get(first + 3)?,
        }))
    }
}
