//! Days and times as the engine hands them over: numbers, not texts. What is no day is an error: left out, a number would be missing
//! without a word.

use duckdb::{
    Row,
    types::{FromSqlError, TimeUnit, Type, ValueRef},
};
use jiff::{
    Span,
    civil::{Date, DateTime, Time, date},
};

/// Days are counted from here.
const EPOCH: Date = date(1970, 1, 1);

/// Reads the day in a column of a row, where there may be none.
pub fn read_optional_date(row: &Row, column: usize) -> duckdb::Result<Option<Date>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Date32(days) => {
            let day = Span::new().try_days(days).and_then(|span| EPOCH.checked_add(span));
            day.map(Some).map_err(|error| {
                duckdb::Error::FromSqlConversionFailure(column, Type::Date32, Box::new(error))
            })
        }
        other => {
            let wrong = Box::new(FromSqlError::InvalidType);
            Err(duckdb::Error::FromSqlConversionFailure(column, other.data_type(), wrong))
        }
    }
}

/// Reads the local civil time in a column of a row, where there may be none.
pub fn read_optional_time(row: &Row, column: usize) -> duckdb::Result<Option<DateTime>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Timestamp(TimeUnit::Microsecond, count) => {
            let time = Span::new()
                .try_microseconds(count)
                .and_then(|span| EPOCH.to_datetime(Time::midnight()).checked_add(span));
            time.map(Some).map_err(|error| {
                duckdb::Error::FromSqlConversionFailure(column, Type::Timestamp, Box::new(error))
            })
        }
        other => {
            let wrong = Box::new(FromSqlError::InvalidType);
            Err(duckdb::Error::FromSqlConversionFailure(column, other.data_type(), wrong))
        }
    }
}

/// Reads the local civil time in a column of a row; none at all is an error too.
pub fn read_time(row: &Row, column: usize) -> duckdb::Result<DateTime> {
    read_optional_time(row, column)?.ok_or_else(|| missing_value(column))
}

/// Reads the day in a column of a row; none at all is an error too.
pub fn read_date(row: &Row, column: usize) -> duckdb::Result<Date> {
    read_optional_date(row, column)?.ok_or_else(|| missing_value(column))
}

fn missing_value(column: usize) -> duckdb::Error {
    let missing = Box::new(FromSqlError::InvalidType);
    duckdb::Error::FromSqlConversionFailure(column, Type::Null, missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use duckdb::Connection;
    use rstest::rstest;

    #[rstest]
    #[case::there("date '2023-12-31'", Ok(Some(date(2023, 12, 31))))]
    #[case::before_the_count_begins("date '1969-12-31'", Ok(Some(date(1969, 12, 31))))]
    #[case::the_first_of_all("date '0001-01-01'", Ok(Some(date(1, 1, 1))))]
    #[case::none("cast(null as date)", Ok(None))]
    #[case::a_text("'2023-12-31'", Err(()))]
    #[case::for_ever("date 'infinity'", Err(()))]
    fn what_is_no_day_is_not_left_out(
        #[case] sql: &str,
        #[case] expected: Result<Option<Date>, ()>,
    ) {
        let connection = Connection::open_in_memory().expect("opened");
        let sql = format!("select {sql}");
        let optional = connection.query_row(&sql, [], |row| read_optional_date(row, 0));
        assert_eq!(optional.map_err(drop), expected);
        let required = connection.query_row(&sql, [], |row| read_date(row, 0));
        assert_eq!(required.ok(), expected.ok().flatten());
    }

    #[rstest]
    #[case::there("timestamp '2023-12-31 16:30:00.25'", Ok(Some(date(2023, 12, 31).at(16, 30, 0, 250_000_000))))]
    #[case::before_the_count_begins("timestamp '1969-12-31 23:59:59'", Ok(Some(date(1969, 12, 31).at(23, 59, 59, 0))))]
    #[case::none("cast(null as timestamp)", Ok(None))]
    #[case::a_text("'2023-12-31 16:30:00'", Err(()))]
    #[case::for_ever("timestamp 'infinity'", Err(()))]
    fn what_is_no_time_is_not_left_out(
        #[case] sql: &str,
        #[case] expected: Result<Option<DateTime>, ()>,
    ) {
        let connection = Connection::open_in_memory().expect("opened");
        let sql = format!("select {sql}");
        let optional = connection.query_row(&sql, [], |row| read_optional_time(row, 0));
        assert_eq!(optional.map_err(drop), expected);
        let required = connection.query_row(&sql, [], |row| read_time(row, 0));
        assert_eq!(required.ok(), expected.ok().flatten());
    }
}
