//! Values as PostgreSQL is given them and as it gives them back: those `SQLite` has, and no others.

use rusqlite::types::Value;
use tokio_postgres::{
    Row,
    types::{FromSql, ToSql, Type},
};

use super::server_error::ServerError;
use crate::state::connection::row::StateRow;

/// Stands in a text for the character of number zero, which PostgreSQL cannot keep: what strangers send may hold it.
const SIGN_OF_ZERO: &str = "\u{2400}";

/// Holds a value that is no null.
pub struct OwnedValue {
    value: Box<dyn ToSql + Send + Sync>,
    kind: Type,
}

impl OwnedValue {
    /// Takes a value; a null has no kind and is written into the statement.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self { value: Box::new(*number), kind: Type::INT8 },
            Value::Real(number) => Self { value: Box::new(*number), kind: Type::FLOAT8 },
            Value::Text(text) => {
                Self { value: Box::new(text.replace('\0', SIGN_OF_ZERO)), kind: Type::TEXT }
            }
            Value::Blob(bytes) => Self { value: Box::new(bytes.clone()), kind: Type::BYTEA },
            Value::Null => Self { value: Box::new(None::<i64>), kind: Type::INT8 },
        }
    }

    /// Returns it with its kind.
    pub fn given(&self) -> (&(dyn ToSql + Sync), Type) {
        (&*self.value, self.kind.clone())
    }
}

/// Reads a row: truth values are 0 and 1. Fails where a value is of a kind that the state has nowhere.
pub fn read_row(row: &Row) -> Result<StateRow, ServerError> {
    let values = (0..row.len()).map(|column| read_value(row, column));
    Ok(StateRow::of_values(values.collect::<Result<_, _>>()?))
}

fn read_value(row: &Row, column: usize) -> Result<Value, ServerError> {
    let kind = row.columns()[column].type_();
    Ok(match *kind {
        Type::BOOL => read(row, column)?.map_or(Value::Null, |it: bool| Value::Integer(it.into())),
        Type::INT2 => read(row, column)?.map_or(Value::Null, |it: i16| Value::Integer(it.into())),
        Type::INT4 => read(row, column)?.map_or(Value::Null, |it: i32| Value::Integer(it.into())),
        Type::INT8 => read(row, column)?.map_or(Value::Null, Value::Integer),
        Type::FLOAT8 => read(row, column)?.map_or(Value::Null, Value::Real),
        Type::TEXT | Type::VARCHAR | Type::NAME => {
            read(row, column)?.map_or(Value::Null, Value::Text)
        }
        Type::BYTEA => read(row, column)?.map_or(Value::Null, Value::Blob),
        _ => return Err(ServerError::UnknownKind { kind: kind.name().to_owned() }),
    })
}

fn read<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Result<Option<T>, ServerError> {
    Ok(row.try_get(column)?)
}
