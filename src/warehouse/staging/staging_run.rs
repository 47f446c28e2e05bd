//! One export on its way into the warehouse: what it is staged with, and what became of its rows.

use duckdb::Connection;

use super::{
    super::{WarehouseError, agency::times::AgencyTimes, engine::quote_ident},
    raw::raw_rows_sql::RawRows,
};
use crate::{
    catalog::{connector::Connector, content::vocabulary::Vocabulary},
    domain::source::Source,
};

/// Holds what one export is staged with.
pub struct StagingRun<'a> {
    pub connection: &'a Connection,
    pub raw: RawRows<'a>,
    pub agencies: &'a AgencyTimes<'a>,
    pub vocabulary: &'a Vocabulary,
}

/// What became of the rows of an archived export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StagingOutcome {
    pub kept: u64,
    pub layout: u64,
    pub rejected: u64,
    /// Values that cannot be read, of rows that are kept.
    pub unreadable: u64,
    /// Rows of dossiers that were erased.
    pub erased: u64,
}

impl StagingRun<'_> {
    /// How many rows of this export a table lists.
    pub(in crate::warehouse) fn count(&self, table: &str) -> Result<u64, WarehouseError> {
        let sql = format!(
            "select count(*) from (select distinct source_sheet, source_row from {} where source_id = $1)",
            quote_ident(table)
        );
        let counted = self.connection.query_row(&sql, [&self.source().id], |row| row.get(0));
        counted.map_err(WarehouseError::wrap_engine(self.doing()))
    }

    /// Counts the rows of a table that this export has.
    pub(super) fn count_values(&self, table: &str) -> Result<u64, WarehouseError> {
        let sql = format!("select count(*) from {} where source_id = $1", quote_ident(table));
        let counted = self.connection.query_row(&sql, [&self.source().id], |row| row.get(0));
        counted.map_err(WarehouseError::wrap_engine(self.doing()))
    }

    /// Runs statements; fails with what was being done.
    pub(in crate::warehouse) fn execute(&self, sql: &str) -> Result<u64, WarehouseError> {
        let rows = self.connection.execute(sql, []);
        rows.map(|rows| rows as u64).map_err(WarehouseError::wrap_engine(self.doing()))
    }

    /// Gives the connector that reads the export.
    pub(in crate::warehouse) fn connector(&self) -> &Connector {
        self.raw.connector
    }

    /// Gives the note of the export being staged.
    pub(in crate::warehouse) fn source(&self) -> &Source {
        self.raw.source
    }

    /// The raw rows of the archive and the canonical ones: all later SQL begins with it.
    pub(in crate::warehouse) fn canonical(&self) -> String {
        let canonical = if let Some(staging) = &self.connector().staging {
            staging.sql.clone()
        } else {
            let renamed = self.connector().columns.iter().filter_map(|column| {
                let is = column.is.as_ref()?;
                Some(format!("{} as {}", quote_ident(&column.heading), quote_ident(is)))
            });
            let renamed: Vec<String> = renamed.collect();
            format!("select source_sheet, source_row, {} from raw", renamed.join(", "))
        };
        format!("{}, canonical as (\n{canonical}\n)", self.raw.ctes())
    }

    /// Says what is being done, for an error that names the export.
    pub(in crate::warehouse) fn doing(&self) -> String {
        format!(
            "cannot stage `{}` with the connector `{}`",
            self.source().file_name,
            self.connector().id
        )
    }
}
