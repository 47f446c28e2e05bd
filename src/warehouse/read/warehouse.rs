//! One published build, opened for reading.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use duckdb::Connection;

use super::{
    super::{WarehouseError, engine::open_reader},
    values::{Asked, Value},
};

/// A published warehouse. It keeps the build it was opened on, whatever is published after.
pub struct Warehouse {
    /// The first keeps the instance alive; the others are lent out, one query at a time each.
    root: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    /// A build never changes, so an answer stays right as long as it is open.
    pub(super) answered: Mutex<HashMap<Asked, Arc<Vec<Value>>>>,
    pub data_version: String,
    pub newest_on: Option<jiff::civil::Date>,
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
        let sql = "select data_version, strftime(newest_on, '%Y-%m-%d'), \
            (select value from parameter where id = 'few_dossiers') from build";
        let read = root.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let (data_version, newest, few): (String, Option<String>, Option<i64>) =
            read.map_err(|_| WarehouseError::OtherVersion { path: path.display().to_string() })?;
        let newest_on = newest.and_then(|day| day.parse().ok());
        let (root, idle, answered) = (Mutex::new(root), Mutex::default(), Mutex::default());
        Ok(Self { root, idle, answered, data_version, newest_on, few: few.unwrap_or(0) })
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
