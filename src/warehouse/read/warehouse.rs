//! One published build, opened for reading.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    super::{WarehouseError, engine::open_reader},
    tree::Tree,
    value::Value,
    values::Asked,
};

/// A published warehouse. It keeps the build it was opened on, whatever is published after.
pub struct Warehouse {
    /// The first keeps the instance alive; the others are lent out, one query at a time each.
    root: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    /// A build never changes, so an answer stays right as long as it is open.
    pub(super) answered: Mutex<HashMap<Asked, Arc<Vec<Value>>>>,
    pub(super) tree: Tree,
    pub data_version: String,
    pub newest_on: Option<Date>,
    /// The day until which dossiers are known: of the newest export of them.
    pub known_until: Option<Date>,
    /// A rate over fewer is shown, and not ranked.
    pub few: i64,
}

impl Warehouse {
    pub const FILE: &str = "warehouse.duckdb";

    /// Opens what is published in a data folder.
    pub fn open(data: &Path) -> Result<Self, WarehouseError> {
        let path = data.join(Self::FILE);
        if !path.exists() {
            return Err(WarehouseError::NotBuilt { data: data.display().to_string() });
        }
        Self::open_file(&path)
    }

    pub fn open_file(path: &Path) -> Result<Self, WarehouseError> {
        let root = open_reader(path)?;
        let other_version = |_| WarehouseError::OtherVersion { path: path.display().to_string() };
        let build = read_build(&root).map_err(other_version)?;
        let tree = Tree::of(&root).map_err(other_version)?;
        Ok(Self {
            root: Mutex::new(root),
            idle: Mutex::default(),
            answered: Mutex::default(),
            tree,
            data_version: build.data_version,
            newest_on: build.newest_on,
            known_until: build.known_until,
            few: build.few,
        })
    }

    /// Lends a connection of its own to a query, so that readers never wait for each other.
    pub(super) fn ask<T>(
        &self,
        doing: &str,
        question: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, WarehouseError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => Ok(connection),
            None => self.root.lock().unwrap_or_else(PoisonError::into_inner).try_clone(),
        };
        let connection = connection.map_err(WarehouseError::engine(doing))?;
        let answer = question(&connection).map_err(WarehouseError::engine(doing));
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        answer
    }
}

/// What a build says of itself.
struct Build {
    data_version: String,
    newest_on: Option<Date>,
    known_until: Option<Date>,
    few: i64,
}

fn read_build(connection: &Connection) -> duckdb::Result<Build> {
    let sql = "select data_version, strftime(newest_on, '%Y-%m-%d'), strftime(known_until, '%Y-%m-%d'), \
        (select value from parameter where id = 'few_dossiers') from build";
    let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
    connection.query_row(sql, [], |row| {
        Ok(Build {
            data_version: row.get(0)?,
            newest_on: day(row.get(1)?),
            known_until: day(row.get(2)?),
            few: row.get::<_, Option<i64>>(3)?.unwrap_or(0),
        })
    })
}
