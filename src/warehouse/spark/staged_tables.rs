//! What is staged, as Parquet files that Spark reads.

use std::{collections::BTreeSet, path::Path};

use duckdb::Connection;

use super::super::{
    WarehouseError,
    engine::{list_tables, quote_ident, quote_literal},
};

/// Tables of the schema that no SQL of the content may ask while it is built: what they hold is known at its end alone.
const NOT_STAGED: [&str; 5] =
    ["build_input", "metric", "metric_left_out", "metric_slice", "metric_slice_month"];

/// Lists the tables of a warehouse that Spark is given.
pub fn list_staged(connection: &Connection) -> Result<BTreeSet<String>, WarehouseError> {
    let tables = list_tables(connection)
        .map_err(WarehouseError::wrap_engine("cannot list what is staged"))?;
    Ok(tables.into_iter().filter(|table| !NOT_STAGED.contains(&table.as_str())).collect())
}

/// Names the file of a table.
pub fn staged_file(into: &Path, table: &str) -> std::path::PathBuf {
    into.join(format!("{table}.parquet"))
}

/// Writes every table that Spark is given into a file of its own.
pub fn write_staged(connection: &Connection, into: &Path) -> Result<(), WarehouseError> {
    for table in list_staged(connection)? {
        let sql = format!(
            "copy {} to {} (format parquet, compression zstd)",
            quote_ident(&table),
            quote_literal(&staged_file(into, &table).to_string_lossy())
        );
        connection
            .execute_batch(&sql)
            .map_err(WarehouseError::wrap_engine(format!("cannot write `{table}` for Spark")))?;
    }
    Ok(())
}
