//! Values that the engine hands over as text. One that cannot be read is an error: left out, a number would be missing
//! without a word.

use std::{error::Error, str::FromStr};

use duckdb::{Row, types::Type};

/// Reads the value in a column of a row.
pub fn parse_column<T: FromStr<Err: Error + Send + Sync + 'static>>(
    row: &Row,
    column: usize,
) -> duckdb::Result<T> {
    parse_text(&row.get::<_, String>(column)?, column)
}

/// Reads a text that stood in a column.
pub fn parse_text<T: FromStr<Err: Error + Send + Sync + 'static>>(
    text: &str,
    column: usize,
) -> duckdb::Result<T> {
    text.parse().map_err(|error: T::Err| {
        duckdb::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use duckdb::Connection;
    use jiff::civil::{Date, date};
    use rstest::rstest;

    #[rstest]
    #[case::there("'2023-12-31'", Some(date(2023, 12, 31)))]
    #[case::none("null", None)]
    #[case::not_to_be_read("'31/12/2023'", None)]
    fn what_cannot_be_read_is_not_left_out(#[case] sql: &str, #[case] read: Option<Date>) {
        let connection = Connection::open_in_memory().expect("opened");
        let sql = format!("select cast({sql} as varchar)");
        let found = connection.query_row(&sql, [], |row| parse_column::<Date>(row, 0));
        assert_eq!(found.ok(), read);
    }
}
