//! A build as one scope shows it: its relations, and what is held in memory.

use duckdb::Connection;

use super::{
    super::connection::{ReaderPool, in_list},
    memory::ScopedMemory,
};
use crate::{
    domain::{period::Period, sight::DataScope},
    warehouse::WarehouseError,
};

/// Reads what one scope shows of a build.
///
/// One thing goes past the overlaid relations: a metric's own SQL, in `metric/event_query.rs`, which adds the condition of the scope.
pub struct ScopedReader {
    pub memory: ScopedMemory,
    pool: ReaderPool,
}

impl ScopedReader {
    /// Reads what is held in memory of a build, and shows all of it.
    pub fn open(pool: ReaderPool) -> Result<Self, WarehouseError> {
        let memory = ScopedMemory::load(pool)?;
        Ok(Self { pool: memory.open_pool()?, memory })
    }

    /// Shows the same build within another scope.
    pub fn with_scope(&self, scope: &DataScope) -> Result<Self, WarehouseError> {
        let memory = self.memory.with_scope(scope)?;
        Ok(Self { pool: memory.open_pool()?, memory })
    }

    /// The scope it shows.
    pub fn scope(&self) -> &DataScope {
        self.memory.scope()
    }

    /// Lends a connection whose relations hold the rows in scope.
    pub fn with_connection<T>(
        &self,
        doing: &str,
        question: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, WarehouseError> {
        self.pool.with_connection(doing, question)
    }

    /// Refuses who sees numbers alone: no row is shown to them.
    pub fn require_rows(&self) -> Result<(), WarehouseError> {
        if self.scope().has_rows() { Ok(()) } else { Err(WarehouseError::OutOfSight) }
    }

    /// Refuses who does not see all: what is of the office is no agency's.
    pub fn require_everything(&self) -> Result<(), WarehouseError> {
        if *self.scope() == DataScope::All { Ok(()) } else { Err(WarehouseError::OutOfSight) }
    }

    /// Writes a condition: of an agency and those below it, as they were in a period; none without an agency.
    ///
    /// The codes are written out: the engine passes over what it need not read only for what it knows beforehand.
    pub fn agency_filter(&self, agency: Option<&str>, period: Period) -> String {
        let Some(agency) = agency else {
            return String::new();
        };
        let codes = self.memory.list_from(agency, period);
        in_list("agency_code", codes.iter().map(String::as_str))
    }
}
