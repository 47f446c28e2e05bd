//! Loads the reference files into their tables: `reference/<table>.csv`, or every file of `reference/<table>/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use duckdb::{Connection, params_from_iter};

use super::{
    WarehouseError,
    engine::{quote_ident, quote_literal},
};
use crate::catalog::content::{ContentFile, ContentSet};

/// The file that the engine reads each of them from.
pub fn interim_file(scratch: &Path) -> PathBuf {
    scratch.join("reference.csv")
}

/// Loads every reference file of the content into its table. Fails with file and line of the first
/// row that does not fit.
pub fn load_references(
    connection: &Connection,
    content: &ContentSet,
    scratch: &Path,
) -> Result<(), WarehouseError> {
    for (table, file) in content.list_reference_files() {
        if load_whole(connection, table, file, scratch).is_err() {
            // Row by row it is slow, and the row that is wrong can be named.
            load_rows(connection, table, &file.path, &file.bytes)?;
        }
    }
    Ok(())
}

/// The engine reads the file itself.
fn load_whole(
    connection: &Connection,
    table: &str,
    file: &ContentFile,
    scratch: &Path,
) -> duckdb::Result<()> {
    let written = interim_file(scratch);
    if fs::write(&written, &file.bytes).is_err() {
        return Err(duckdb::Error::InvalidQuery);
    }
    connection
        .execute(
            &format!(
                "insert into {} by name select * from read_csv({}, header = true, delim = ',', \
                 quote = '\"', escape = '\"', nullstr = '', auto_detect = false, columns = {{{}}})",
                quote_ident(table),
                quote_literal(&written.to_string_lossy()),
                typed_headings(&file.bytes)
            ),
            [],
        )
        .map(drop)
}

fn typed_headings(bytes: &[u8]) -> String {
    let mut reader = csv::Reader::from_reader(bytes);
    let headings = reader.headers().cloned().unwrap_or_default();
    let typed: Vec<String> =
        (headings.iter()).map(|heading| format!("{}: 'varchar'", quote_literal(heading))).collect();
    typed.join(", ")
}

fn load_rows(
    connection: &Connection,
    table: &str,
    path: &str,
    bytes: &[u8],
) -> Result<(), WarehouseError> {
    let problem = |line: u64, problem: String| WarehouseError::Reference {
        path: path.to_owned(),
        line,
        problem,
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let headings = reader.headers().map_err(|error| problem(1, error.to_string()))?.clone();
    let columns: Vec<String> = headings.iter().map(quote_ident).collect();
    let holes = vec!["nullif(?, '')"; columns.len()].join(", ");
    let sql = format!("insert into {} ({}) select {holes}", quote_ident(table), columns.join(", "));
    connection.execute_batch("begin").map_err(WarehouseError::wrap_engine("cannot begin"))?;
    let mut insert = connection.prepare(&sql).map_err(|error| problem(1, error.to_string()))?;
    for record in reader.records() {
        let record = record.map_err(|error| {
            problem(error.position().map_or(0, csv::Position::line), error.to_string())
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        insert
            .execute(params_from_iter(record.iter()))
            .map_err(|error| problem(line, error.to_string()))?;
    }
    connection
        .execute_batch("commit")
        .map_err(WarehouseError::wrap_engine(format!("cannot load {}", quote_literal(path))))
}
