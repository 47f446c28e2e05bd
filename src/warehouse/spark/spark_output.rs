//! What Spark wrote: the files of every table, held against what it said it wrote.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use duckdb::Connection;

use super::{
    super::{WarehouseError, engine::quote_literal},
    script::ROW_COUNTS,
};

/// Holds the files of each table.
pub struct SparkOutput {
    files: BTreeMap<String, Vec<PathBuf>>,
}

impl SparkOutput {
    /// Finds the files of the tables that were to be written. Fails where one has none.
    pub fn find(out: &Path, written: &BTreeSet<String>) -> Result<Self, WarehouseError> {
        let mut files = BTreeMap::new();
        for table in written.iter().map(String::as_str).chain([ROW_COUNTS]) {
            let found = list_files(&out.join(table)).unwrap_or_default();
            if found.is_empty() {
                return Err(lost(table));
            }
            files.insert(table.to_owned(), found);
        }
        Ok(Self { files })
    }

    /// All files, for an engine that may read these alone.
    pub fn list_paths(&self) -> Vec<&Path> {
        self.files.values().flatten().map(PathBuf::as_path).collect()
    }

    /// The rows of a table, as SQL asks for them.
    pub fn rows(&self, table: &str) -> String {
        let files = self.files.get(table).into_iter().flatten();
        let files = files.map(|file| quote_literal(&file.to_string_lossy()));
        format!("read_parquet([{}])", files.collect::<Vec<_>>().join(", "))
    }

    /// Counts the rows of every table again. Fails where one has not as many as Spark said at its end: a file was lost on the way.
    pub fn check_counts(&self, connection: &Connection) -> Result<(), WarehouseError> {
        let mut said = BTreeMap::new();
        let read = |said: &mut BTreeMap<String, i64>| -> duckdb::Result<()> {
            let sql = format!("select relation, row_count from {}", self.rows(ROW_COUNTS));
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                said.insert(row.get(0)?, row.get(1)?);
            }
            Ok(())
        };
        read(&mut said).map_err(WarehouseError::wrap_engine("cannot read what Spark wrote"))?;
        for table in self.files.keys().filter(|table| *table != ROW_COUNTS) {
            let sql = format!("select count(*) from {}", self.rows(table));
            let found: i64 =
                connection.query_row(&sql, [], |row| row.get(0)).map_err(|_| lost(table))?;
            if said.get(table) != Some(&found) {
                return Err(lost(table));
            }
        }
        Ok(())
    }
}

fn lost(table: &str) -> WarehouseError {
    WarehouseError::SparkLost { table: table.to_owned() }
}

/// The files of rows in a folder, in the order of their parts.
fn list_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_hidden = name.starts_with('_') || name.starts_with('.');
        if name.ends_with(".parquet") && !is_hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
