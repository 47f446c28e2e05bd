//! Opening the engine, and the few words of SQL that are composed here.

use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

use super::WarehouseError;
use crate::catalog::content::Content;

/// A builder may use this much memory before it spills to disk.
const BUILD_MEMORY: &str = "3GB";
const READ_MEMORY: &str = "1GB";

/// An engine that reads and writes files: for the archive and for builds.
pub fn open_builder(path: Option<&Path>, scratch: &Path) -> Result<Connection, WarehouseError> {
    let open = || {
        let config = Config::default()
            .max_memory(BUILD_MEMORY)?
            .with("temp_directory", scratch.to_string_lossy())?
            .enable_autoload_extension(false)?;
        match path {
            Some(path) => Connection::open_with_flags(path, config),
            None => Connection::open_in_memory_with_flags(config),
        }
    };
    open().map_err(WarehouseError::engine("cannot open the engine"))
}

/// An engine on a published file: read-only, without access to anything else, its settings locked.
pub fn open_reader(path: &Path) -> Result<Connection, WarehouseError> {
    let open = || {
        let config = Config::default()
            .access_mode(AccessMode::ReadOnly)?
            .max_memory(READ_MEMORY)?
            .enable_external_access(false)?;
        let connection = Connection::open_with_flags(path, config)?;
        connection.execute_batch("set lock_configuration = true")?;
        Ok(connection)
    };
    open().map_err(WarehouseError::engine(format!("cannot open `{}`", path.display())))
}

/// Runs the dialect and the schema: an empty warehouse.
pub fn create_schema(connection: &Connection, content: &Content) -> Result<(), WarehouseError> {
    let dialect = content.list("queries/dialect/", "/duckdb.sql");
    for file in dialect.chain(content.list("queries/schema/", ".sql")) {
        run_file(connection, &file.path, &String::from_utf8_lossy(&file.bytes))?;
    }
    Ok(())
}

pub fn run_file(connection: &Connection, path: &str, sql: &str) -> Result<(), WarehouseError> {
    connection.execute_batch(sql).map_err(WarehouseError::engine(format!("`{path}` failed")))
}

/// A name in SQL.
pub fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text in SQL.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Mã hồ sơ", "\"Mã hồ sơ\"")]
    #[case("a\"b", "\"a\"\"b\"")]
    fn names_are_quoted(#[case] name: &str, #[case] quoted: &str) {
        assert_eq!(ident(name), quoted);
    }

    #[rstest]
    #[case("O'Brien", "'O''Brien'")]
    #[case("C:\\dữ liệu", "'C:\\dữ liệu'")]
    fn texts_are_quoted(#[case] text: &str, #[case] quoted: &str) {
        assert_eq!(literal(text), quoted);
    }
}
