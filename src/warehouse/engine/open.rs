//! Opening the engine, and running what is not composed.

use std::{io::Read, path::Path, sync::OnceLock};

use duckdb::{AccessMode, Config, Connection};

use super::{
    super::{FileDamage, WarehouseError},
    quoting::{quote_ident, quote_literal},
};
use crate::catalog::content::ContentSet;

/// A builder may use this much memory before it spills to disk.
const BUILD_MEMORY: &str = "3GB";
const READ_MEMORY: &str = "1GB";

/// A thread of the engine takes so many rows at a time: of fewer there is nothing to share, and a second thread would only make
/// ready, for nothing, all that a statement needs, and wait.
const ROWS_OF_A_THREAD: u64 = 122_880;
/// A published file up to this size holds no table of more rows than that.
const FILE_OF_A_THREAD: u64 = 32 << 20;

/// Whether a second thread has nothing to do with so many rows.
pub fn is_for_one_thread(rows: u64) -> bool {
    rows <= ROWS_OF_A_THREAD
}

fn limit_threads(config: Config, is_small: bool) -> duckdb::Result<Config> {
    if is_small { config.threads(1) } else { Ok(config) }
}

/// An engine that reads and writes files: for the archive and for builds, of so many `rows`.
pub fn open_builder(
    path: Option<&Path>,
    scratch: &Path,
    rows: u64,
) -> Result<Connection, WarehouseError> {
    let open = || {
        let config = limit_threads(Config::default(), is_for_one_thread(rows))?
            .max_memory(BUILD_MEMORY)?
            .with("temp_directory", scratch.to_string_lossy())?
            .with("autoinstall_known_extensions", "false")?
            .enable_autoload_extension(false)?;
        match path {
            Some(path) => Connection::open_with_flags(path, config),
            None => Connection::open_in_memory_with_flags(config),
        }
    };
    open().map_err(WarehouseError::wrap_engine("cannot open the engine"))
}

/// Lists the settings that a build changes itself.
const OWN_SETTINGS: [&str; 2] = ["disabled_optimizers", "search_path"];

/// An engine for SQL of the content, which anybody may have written: it opens no file but its own, what it spills and those
/// named, loads no extension, and its settings are locked but for those a build changes itself.
pub fn open_confined(
    path: &Path,
    scratch: &Path,
    rows: u64,
    readable: &[&Path],
) -> Result<Connection, WarehouseError> {
    let connection = open_builder(Some(path), &scratch.join("spill"), rows)?;
    let readable = readable.iter().map(|path| quote_literal(&path.to_string_lossy()));
    let sql = format!(
        "set allowed_paths = [{}]; set enable_external_access = false; \
         set allowed_configs = [{}]; set lock_configuration = true",
        readable.collect::<Vec<_>>().join(", "),
        OWN_SETTINGS.map(quote_literal).join(", "),
    );
    connection
        .execute_batch(&sql)
        .map_err(WarehouseError::wrap_engine("cannot confine the engine"))?;
    Ok(connection)
}

/// An engine on a published file: read-only, without access to anything else, its settings locked.
pub fn open_reader(path: &Path) -> Result<Connection, WarehouseError> {
    let open = || {
        let is_small = std::fs::metadata(path).is_ok_and(|file| file.len() <= FILE_OF_A_THREAD);
        let config = limit_threads(Config::default(), is_small)?
            .access_mode(AccessMode::ReadOnly)?
            .max_memory(READ_MEMORY)?
            .enable_external_access(false)?;
        let connection = Connection::open_with_flags(path, config)?;
        connection.execute_batch("set lock_configuration = true")?;
        Ok(connection)
    };
    open().map_err(|error| match damage_of(path) {
        Some(problem) => WarehouseError::DamagedFile { path: path.display().to_string(), problem },
        None => WarehouseError::wrap_engine(format!("cannot open `{}`", path.display()))(error),
    })
}

/// An engine on a published file that reads or writes one file beside it, and nothing else.
pub fn open_reader_beside(path: &Path, beside: &Path) -> Result<Connection, WarehouseError> {
    let open = || {
        let config =
            Config::default().access_mode(AccessMode::ReadOnly)?.max_memory(READ_MEMORY)?;
        let connection = Connection::open_with_flags(path, config)?;
        connection.execute_batch(&format!(
            "set allowed_paths = [{}]; set enable_external_access = false; set lock_configuration = true",
            quote_literal(&beside.to_string_lossy()),
        ))?;
        Ok(connection)
    };
    open().map_err(WarehouseError::wrap_engine(format!("cannot open `{}`", path.display())))
}

/// The version of the engine's library: `v1.5.6`.
pub fn engine_version() -> Result<String, WarehouseError> {
    // An engine is opened for it, which takes longer than many a build of few rows.
    static KNOWN: OnceLock<String> = OnceLock::new();
    if let Some(known) = KNOWN.get() {
        return Ok(known.clone());
    }
    let ask = || Connection::open_in_memory()?.query_row("select version()", [], |row| row.get(0));
    let version: String = ask().map_err(WarehouseError::wrap_engine("cannot open the engine"))?;
    Ok(KNOWN.get_or_init(|| version).clone())
}

/// Where the engine's mark stands in every file of its own.
const MAGIC: std::ops::Range<usize> = 8..12;

/// Says what is wrong with a file that the engine cannot open; `None` where the file itself cannot be read.
fn damage_of(path: &Path) -> Option<FileDamage> {
    let mut head = Vec::new();
    std::fs::File::open(path).ok()?.take(MAGIC.end as u64).read_to_end(&mut head).ok()?;
    Some(match head.get(MAGIC) {
        None if head.is_empty() => FileDamage::Empty,
        Some(b"DUCK") => FileDamage::CutOff,
        _ => FileDamage::Foreign,
    })
}

/// Reads every block of a build, whose checksums the engine compares; fails where one is damaged.
pub fn read_every_block(connection: &Connection) -> duckdb::Result<()> {
    // Whatever is summed up of all columns is made of all their blocks.
    for table in list_tables(connection)? {
        let name = quote_ident(&table);
        let sql = format!("select sum(cast(hash(it) as hugeint)) is null from main.{name} as it");
        connection.query_row(&sql, [], |row| row.get::<_, bool>(0))?;
    }
    Ok(())
}

/// Lists the tables of a build.
pub fn list_tables(connection: &Connection) -> duckdb::Result<Vec<String>> {
    let mut query = connection.prepare(
        "select table_name from duckdb_tables() where database_name = current_database() order by table_name",
    )?;
    query.query_map([], |row| row.get::<_, String>(0))?.collect()
}

/// Runs the dialect and the schema: an empty warehouse.
pub fn create_schema(connection: &Connection, content: &ContentSet) -> Result<(), WarehouseError> {
    let dialect = content.list_files("queries/dialect/", "/duckdb.sql");
    for file in dialect.chain(content.list_files("queries/schema/", ".sql")) {
        run_file(connection, &file.path, &String::from_utf8_lossy(&file.bytes))?;
    }
    Ok(())
}

/// Runs the SQL statements of one content file. The error names `path`.
pub fn run_file(connection: &Connection, path: &str, sql: &str) -> Result<(), WarehouseError> {
    connection.execute_batch(sql).map_err(WarehouseError::wrap_engine(format!("`{path}` failed")))
}

/// Sets back what `without_optimizers` set, after the end of a transaction that failed in it.
pub const ALL_OPTIMIZERS: &str = "reset disabled_optimizers";

/// Runs with some optimizers off. What `run` failed with is what is told: in a transaction that failed, nothing can be set
/// back before its end, and that failure would hide the first.
pub fn without_optimizers<T>(
    connection: &Connection,
    optimizers: &str,
    run: impl FnOnce() -> duckdb::Result<T>,
) -> duckdb::Result<T> {
    connection.execute_batch(&format!("set disabled_optimizers = '{optimizers}'"))?;
    let done = run();
    let is_reset = connection.execute_batch(ALL_OPTIMIZERS);
    let done = done?;
    is_reset.map(|()| done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confined_engine_opens_its_own_file_and_those_named_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["named.csv", "other.csv"] {
            std::fs::write(at(name), "x\n1\n").expect("written");
        }
        let named = at("named.csv");
        let engine = open_confined(&at("w.duckdb"), folder.path(), 0, &[&named]).expect("opened");
        let run = |sql: &str| {
            let sql = sql.replace('@', &folder.path().to_string_lossy());
            engine.execute_batch(&sql).map_err(|error| error.to_string())
        };
        assert_eq!(run("create table kept as select * from read_csv('@/named.csv')"), Ok(()));
        assert_eq!(run("set disabled_optimizers = ''; set search_path = 'main'"), Ok(()));
        for denied in [
            "select * from read_csv('@/other.csv')",
            "select * from read_text('@/*.csv')",
            "copy kept to '@/out.csv'",
            "attach '@/other.duckdb' as other",
            "export database '@/all'",
            "install httpfs",
            "load '@/x.duckdb_extension'",
            "set allowed_directories = ['/']",
            "set enable_external_access = true",
            "set threads = 1",
        ] {
            assert!(run(denied).is_err(), "{denied}");
        }
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .filter(|name| !name.to_string_lossy().starts_with("w.duckdb"))
            .collect();
        left.sort();
        assert_eq!(left, ["named.csv", "other.csv"]);
    }

    #[test]
    fn what_failed_first_is_told_and_optimizers_come_back() {
        let connection = Connection::open_in_memory().expect("opened");
        let off = || -> String {
            let sql = "select current_setting('disabled_optimizers')";
            connection.query_row(sql, [], |row| row.get(0)).expect("told")
        };
        connection.execute_batch("create table kept (number integer); begin").expect("made");
        let failed = without_optimizers(&connection, "filter_pushdown", || {
            assert_eq!(off(), "filter_pushdown");
            connection.execute("insert into kept select cast('một' as integer)", [])
        });
        let failed = failed.expect_err("no number").to_string();
        assert!(failed.starts_with("Conversion Error"), "{failed}");
        connection.execute_batch("rollback").expect("ended");
        connection.execute_batch(ALL_OPTIMIZERS).expect("set back");
        assert_eq!(off(), "");
        let one = without_optimizers(&connection, "filter_pushdown", || {
            connection.execute("insert into kept values (1)", [])
        });
        assert_eq!((one, off().as_str()), (Ok(1), ""));
    }
}
