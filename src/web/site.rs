//! What every handler shares: the catalog, and the newest published warehouse.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use jiff::civil::DateTime;

use super::{caching::Kept, error::WebError, telemetry::Telemetry};
use crate::{
    catalog::Catalog,
    warehouse::{WarehouseError, read::Warehouse},
};

pub struct Site {
    pub catalog: Catalog,
    /// Of the content and the program: what a page is made of besides the data.
    pub content_version: String,
    /// Local civil time.
    pub clock: fn() -> DateTime,
    pub(super) kept: Kept,
    pub(super) telemetry: Telemetry,
    data: PathBuf,
    open: RwLock<Option<Open>>,
}

/// A warehouse and the file it was opened from.
#[derive(Clone)]
struct Open {
    file: FileMark,
    warehouse: Arc<Warehouse>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct FileMark {
    modified: SystemTime,
    length: u64,
}

impl Site {
    pub fn new(catalog: Catalog, data: &Path, clock: fn() -> DateTime) -> Self {
        let content_version =
            format!("{} {}", env!("CARGO_PKG_VERSION"), catalog.content.version());
        Self {
            content_version,
            catalog,
            clock,
            kept: Kept::default(),
            telemetry: Telemetry::default(),
            data: data.to_owned(),
            open: RwLock::new(None),
        }
    }

    /// The warehouse that is published now; a newly published one is opened on the way.
    pub fn warehouse(&self) -> Result<Arc<Warehouse>, WarehouseError> {
        let path = self.data.join(Warehouse::FILE);
        let not_built = |_| WarehouseError::NotBuilt { data: self.data.display().to_string() };
        let metadata = std::fs::metadata(&path).map_err(not_built)?;
        let file = FileMark {
            modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            length: metadata.len(),
        };
        let held = self.open.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(open) = held.filter(|open| open.file == file) {
            return Ok(open.warehouse);
        }
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = open.as_ref().filter(|open| open.file == file) {
            return Ok(Arc::clone(&open.warehouse));
        }
        let warehouse = Arc::new(Warehouse::open(&self.data)?);
        *open = Some(Open { file, warehouse: Arc::clone(&warehouse) });
        Ok(warehouse)
    }

    /// Answers a question off the async threads, on one published build.
    pub async fn ask<T: Send + 'static>(
        self: Arc<Self>,
        question: impl FnOnce(&Catalog, &Warehouse) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let answer =
            tokio::task::spawn_blocking(move || question(&self.catalog, &*self.warehouse()?));
        answer.await.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() }))
    }
}
