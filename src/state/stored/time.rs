//! Times as they are kept.

use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use rusqlite::types::Type;

use crate::state::connection::{StateRow, StoreResult};

/// Writes a time as it is kept: to the second, and in the order of its text.
pub(in crate::state) fn stamp(time: DateTime) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Reads a column that holds a time.
pub(in crate::state) fn time(row: &StateRow, column: usize) -> StoreResult<DateTime> {
    parsed(column, &row.get::<String>(column)?)
}

/// Reads a column that may hold a time.
pub(in crate::state) fn optional_time(
    row: &StateRow,
    column: usize,
) -> StoreResult<Option<DateTime>> {
    row.get::<Option<String>>(column)?.map(|text| parsed(column, &text)).transpose()
}

/// Reads a column that holds a day.
pub(in crate::state) fn day(row: &StateRow, column: usize) -> StoreResult<Date> {
    parsed(column, &row.get::<String>(column)?)
}

fn parsed<T: FromStr<Err = jiff::Error>>(column: usize, text: &str) -> StoreResult<T> {
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)).into()
    })
}
