//! What connectors made of exports, row by row.

use super::queries::ProvenanceQueries;
use crate::warehouse::{WarehouseError, engine::quote_ident};

impl ProvenanceQueries {
    /// Lists the columns of a table that hold anything, with commas between.
    pub fn list_filled_columns(&self, table: &str) -> Result<String, WarehouseError> {
        let columns: Vec<String> =
            self.reader.with_connection("cannot read the columns", |connection| {
                let mut query = connection.prepare(
                    "select column_name from duckdb_columns() where table_name = $1 \
                 and column_name not in ('source_id', 'source_number') order by column_index",
                )?;
                query.query_map([table], |row| row.get(0))?.collect()
            })?;
        let mut filled = Vec::new();
        for column in columns {
            let sql = format!("select count({}) from {}", quote_ident(&column), quote_ident(table));
            let count: i64 =
                self.reader.with_connection("cannot read the staged rows", |connection| {
                    connection.query_row(&sql, [], |row| row.get(0))
                })?;
            if count > 0 {
                filled.push(column);
            }
        }
        Ok(filled.join(","))
    }

    /// Lists the first staged rows of a table in the order of their sources and rows: the columns that hold anything, and their texts.
    pub fn list_first_rows(
        &self,
        table: &str,
        most: usize,
    ) -> Result<(Vec<String>, Vec<Vec<String>>), WarehouseError> {
        self.reader.require_everything()?;
        let filled = self.list_filled_columns(table)?;
        let columns: Vec<String> =
            filled.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        if columns.is_empty() {
            return Ok((columns, Vec::new()));
        }
        let casts: Vec<String> = (columns.iter())
            .map(|column| match column.as_str() {
                "extra" => "coalesce(array_to_string(map_values(extra), ' · '), '')".to_owned(),
                column => format!("coalesce(cast({} as varchar), '')", quote_ident(column)),
            })
            .collect();
        let sql = format!(
            "select {} from {} order by source_id, source_sheet, source_row limit {most}",
            casts.join(", "),
            quote_ident(table)
        );
        let rows = self.reader.with_connection("cannot read the staged rows", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows =
                query.query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())?;
            rows.collect()
        })?;
        Ok((columns, rows))
    }

    /// Whether any staged row is of a dossier, in whatever table.
    pub fn has_rows_of(&self, dossier_code: &str) -> Result<bool, WarehouseError> {
        self.reader.require_everything()?;
        self.reader.with_connection("cannot look for the dossier", |connection| {
            let mut query = connection.prepare(
                "select table_name from duckdb_columns() where not internal and column_name = 'source_row' intersect \
                 select table_name from duckdb_columns() where not internal and column_name = 'dossier_code'",
            )?;
            let tables = query.query_map([], |row| row.get::<_, String>(0))?;
            for table in tables.collect::<duckdb::Result<Vec<_>>>()? {
                let sql = format!(
                    "select exists (select 1 from {} where dossier_code = $1)",
                    quote_ident(&table)
                );
                if connection.query_row(&sql, [dossier_code], |row| row.get(0))? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Writes the staged rows of a table as CSV, in the order of their sources and rows: what a connector made of an export.
    pub fn write_staged_csv(&self, table: &str, columns: &str) -> Result<String, WarehouseError> {
        self.reader.require_everything()?;
        let listed: Vec<&str> = columns.split(',').collect();
        let casts: Vec<String> = listed
            .iter()
            .map(|column| format!("cast({} as varchar)", quote_ident(column)))
            .collect();
        let sql = format!(
            "select {} from {} order by source_id, source_sheet, source_row",
            casts.join(", "),
            quote_ident(table)
        );
        let rows: Vec<Vec<Option<String>>> =
            self.reader.with_connection("cannot read the staged rows", |connection| {
                let mut query = connection.prepare(&sql)?;
                let rows =
                    query.query_map([], |row| (0..listed.len()).map(|at| row.get(at)).collect())?;
                rows.collect()
            })?;
        let mut bytes = Vec::new();
        write_line(&mut bytes, &listed);
        for row in &rows {
            let cells = row.iter().map(|cell| cell.as_deref().unwrap_or_default());
            write_line(&mut bytes, &cells.collect::<Vec<_>>());
        }
        // No line follows the last one.
        bytes.pop();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Writes a row as a line; a lone empty cell is an empty line, where the crate would write a pair of quotes.
fn write_line(bytes: &mut Vec<u8>, cells: &[&str]) {
    if *cells == [""] {
        bytes.push(b'\n');
        return;
    }
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(bytes);
    // What is written to memory does not fail.
    let _ = writer.write_record(cells);
}
