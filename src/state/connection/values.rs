//! What stands for `?1`, `?2` of a statement.

use rusqlite::types::{ToSql, ToSqlOutput, Value};

use super::store_error::StoreResult;

/// Describes what can be given to a statement: `params![…]` or an array of one kind.
pub trait StatementValues {
    /// Returns the values in their order. Fails where one cannot be stored.
    fn collect_values(self) -> StoreResult<Vec<Value>>;
}

impl StatementValues for &[&dyn ToSql] {
    fn collect_values(self) -> StoreResult<Vec<Value>> {
        self.iter().map(|value| own_value(*value)).collect()
    }
}

/// No values.
impl StatementValues for [(); 0] {
    fn collect_values(self) -> StoreResult<Vec<Value>> {
        Ok(Vec::new())
    }
}

/// One value.
impl<T: ToSql> StatementValues for [T; 1] {
    fn collect_values(self) -> StoreResult<Vec<Value>> {
        Ok(vec![own_value(&self[0])?])
    }
}

impl StatementValues for &[Value] {
    fn collect_values(self) -> StoreResult<Vec<Value>> {
        Ok(self.to_vec())
    }
}

fn own_value(value: &dyn ToSql) -> StoreResult<Value> {
    Ok(match value.to_sql()? {
        ToSqlOutput::Borrowed(value) => value
            .try_into()
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?,
        ToSqlOutput::Owned(value) => value,
        other => unreachable!("no value of ours is {other:?}"),
    })
}
