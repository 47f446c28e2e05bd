//! A pool of readers on one published build. It knows nobody: whatever narrows what a reader sees comes in as SQL.

use std::{path::Path, sync::Arc};

use duckdb::Connection;
use parking_lot::Mutex;

use super::super::{
    WarehouseError,
    engine::{open_reader, quote_literal},
};

/// Lends connections to one build, each question one of its own, so that readers never wait for each other.
pub struct ReaderPool {
    /// Keeps the instance alive; its clones are lent out.
    root: Arc<Mutex<Connection>>,
    /// SQL that every connection runs before it is lent for the first time.
    overlay: String,
    idle: Mutex<Vec<Connection>>,
}

impl ReaderPool {
    /// Opens a pool on a published file; its connections see all of it.
    pub fn open(path: &Path) -> Result<Self, WarehouseError> {
        let root = Arc::new(Mutex::new(open_reader(path)?));
        Ok(Self { root, overlay: String::new(), idle: Mutex::default() })
    }

    /// Opens a pool on the same build, whose connections run some SQL first.
    pub fn with_overlay(&self, overlay: String) -> Self {
        Self { root: Arc::clone(&self.root), overlay, idle: Mutex::default() }
    }

    /// Lends a connection to a question. What fails is told as what was being done.
    pub fn with_connection<T>(
        &self,
        doing: &str,
        question: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, WarehouseError> {
        let idle = self.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect().map_err(WarehouseError::wrap_engine(doing))?,
        };
        let answer = question(&connection).map_err(WarehouseError::wrap_engine(doing));
        self.idle.lock().push(connection);
        answer
    }

    fn connect(&self) -> duckdb::Result<Connection> {
        let fresh = self.root.lock().try_clone()?;
        fresh.execute_batch(&self.overlay)?;
        Ok(fresh)
    }
}

/// Writes a condition more: a column holds one of these texts. Of no text at all nothing is left.
pub fn in_list<'t>(column: &str, texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quote_literal).collect();
    let listed = if texts.is_empty() { "null".to_owned() } else { texts.join(", ") };
    format!("and {column} in ({listed})")
}
