//! A row as it was read, whatever it was read from.

use rusqlite::types::{FromSql, FromSqlError, Value};

use super::store_error::{StoreError, StoreResult};

/// Holds one row of an answer, in the kinds of values that `SQLite` has.
#[derive(Debug, Clone, PartialEq)]
pub struct StateRow {
    values: Vec<Value>,
}

impl StateRow {
    /// Makes a row of its values.
    pub fn of_values(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// Reads all values of a row of `SQLite`.
    pub fn of_file(row: &rusqlite::Row) -> StoreResult<Self> {
        let count = row.as_ref().column_count();
        let values = (0..count).map(|column| row.get::<_, Value>(column));
        Ok(Self { values: values.collect::<rusqlite::Result<_>>()? })
    }

    /// Returns the value of a column. Fails where it is of another kind, and where it means nothing.
    pub fn get<T: FromSql>(&self, column: usize) -> StoreResult<T> {
        let value = self.values.get(column);
        let value = value.ok_or(rusqlite::Error::InvalidColumnIndex(column))?;
        T::column_result(value.into()).map_err(|error| unread(column, value, error))
    }

    /// Returns all values.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

fn unread(column: usize, value: &Value, error: FromSqlError) -> StoreError {
    let kind = value.data_type();
    let error = match error {
        FromSqlError::InvalidType => {
            rusqlite::Error::InvalidColumnType(column, column.to_string(), kind)
        }
        FromSqlError::Other(error) => {
            rusqlite::Error::FromSqlConversionFailure(column, kind, error)
        }
        other => rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(other)),
    };
    error.into()
}
