//! What every handler shares: the catalog, the newest published warehouse, and the office's state.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread::available_parallelism,
    time::SystemTime,
};

use jiff::civil::DateTime;
use parking_lot::RwLock;
use tokio::sync::{Notify, Semaphore};

use super::{
    auth::{
        first_run_key::FirstRunKey, oidc::IdentityProvider, throttle::LoginThrottle,
        throttled_tally::ThrottledTally,
    },
    cache::{
        lock_cache::{LockCache, PageLock},
        response_cache::ResponseCache,
    },
    connections::ConnectionLimits,
    http::{error::WebError, telemetry::RequestTelemetry},
    jobs::{
        job_runner::{JobBoard, JobRunner},
        mending::WarehouseMending,
        pending_exports::PendingExports,
    },
    log::access_log::AccessLog,
};
use crate::{
    backup::describe_backups,
    catalog::{
        CatalogVersions,
        settings::{ProgramSettings, edit::LiveSettings},
    },
    domain::period::Period,
    health::{HealthExamination, HealthFinding, HealthReport, MachineProbe, make_report},
    ingest::fetch::FetchEnvironment,
    period_lock::LockFolder,
    state::{StateDatabase, StateError, audit::AuditAction, urging::urging_record::UrgingRecord},
    version_store::VersionFollower,
    warehouse::{WarehouseError, find_published, query::Warehouse},
};

/// What a process may have open where nobody asked for more.
const USUAL_FILES: u64 = 1024;
/// For each processor.
const ASKED_AT_ONCE: usize = 2;
/// Passwords hashed at a time: each takes 19 MB and a core for a while.
const HASHED_AT_ONCE: usize = 2;

/// Holds what every handler shares: content, settings, caches, the state database and the open
/// warehouse.
pub struct ServedSite {
    pub catalog: CatalogVersions,
    /// Local civil time.
    pub clock: fn() -> DateTime,
    /// As the server was started.
    pub(super) settings: ProgramSettings,
    /// What is sent by: changed while the server runs.
    pub sending: Arc<LiveSettings>,
    /// What the page of the first run is asked by.
    pub first_run: FirstRunKey,
    /// None where nobody logs in at another server.
    pub identity_provider: Option<IdentityProvider>,
    pub(super) throttle: LoginThrottle,
    pub(super) throttled: ThrottledTally,
    pub(super) hashing: Semaphore,
    pub(super) board: JobBoard,
    pub(super) pending: PendingExports,
    /// Exports that are read to be described, at a time: each may be long.
    pub(super) describing: Semaphore,
    pub(super) mending: WarehouseMending,
    /// None where pages are only looked at.
    pub works: Option<Arc<dyn JobRunner>>,
    pub connections: ConnectionLimits,
    /// Told by whoever runs the server that it is to stop, besides the system.
    pub stop: Arc<Notify>,
    pub(super) kept: ResponseCache,
    locks: LockCache,
    /// Questions asked of the engine at a time: more of them would only hold memory.
    pub(super) asking: Semaphore,
    pub(super) telemetry: RequestTelemetry,
    /// None where requests are not noted.
    pub access_log: Option<AccessLog>,
    /// None of an office's own server.
    pub follower: Option<Arc<VersionFollower>>,
    /// What only the machine can tell of its health.
    pub machine: MachineProbe,
    /// Reads the whole archive: one at a time.
    examining: Semaphore,
    known_content: OnceLock<Vec<HealthFinding>>,
    state: StateDatabase,
    pub(super) data: PathBuf,
    open: RwLock<Option<ServedWarehouse>>,
}

/// A warehouse and the file it was opened from.
#[derive(Clone)]
struct ServedWarehouse {
    file: FileMark,
    warehouse: Arc<Warehouse>,
}

#[derive(Clone, PartialEq, Eq)]
struct FileMark {
    path: PathBuf,
    modified: SystemTime,
    length: u64,
}

impl ServedSite {
    /// Makes the site of a data folder. Fails where the state database cannot be opened.
    pub fn new(
        catalog: impl Into<CatalogVersions>,
        settings: ProgramSettings,
        data: &Path,
        clock: fn() -> DateTime,
    ) -> Result<Self, StateError> {
        Ok(Self {
            catalog: catalog.into(),
            clock,
            sending: Arc::new(LiveSettings::new(settings.clone())),
            identity_provider: IdentityProvider::from_settings(
                &settings,
                FetchEnvironment::from_system(),
            )?,
            settings,
            first_run: FirstRunKey::new()?,
            throttle: LoginThrottle::default(),
            throttled: ThrottledTally::default(),
            hashing: Semaphore::new(HASHED_AT_ONCE),
            board: JobBoard::default(),
            pending: PendingExports::default(),
            describing: Semaphore::new(1),
            mending: WarehouseMending::default(),
            works: None,
            stop: Arc::default(),
            connections: ConnectionLimits::for_files(USUAL_FILES),
            access_log: None,
            follower: None,
            machine: MachineProbe::from_system(),
            examining: Semaphore::new(1),
            known_content: OnceLock::new(),
            state: StateDatabase::open_or_read(data)?,
            kept: ResponseCache::default(),
            locks: LockCache::default(),
            asking: Semaphore::new(ASKED_AT_ONCE * available_parallelism().map_or(1, usize::from)),
            telemetry: RequestTelemetry::default(),
            data: data.to_owned(),
            open: RwLock::new(None),
        })
    }

    /// Names the content and the program: what a page is made of besides the data.
    pub fn content_version(&self) -> String {
        format!("{} {}", env!("CARGO_PKG_VERSION"), self.catalog.content_version())
    }

    /// The warehouse that is published now; a newly published one is opened on the way.
    pub fn open_warehouse(&self) -> Result<Arc<Warehouse>, WarehouseError> {
        let not_built = || WarehouseError::NotBuilt { data: self.data.display().to_string() };
        // What was found may be removed for a newer one before it is looked at.
        let found = || {
            let path = self.find_shown()?;
            std::fs::metadata(&path).ok().map(|metadata| (path, metadata))
        };
        let (path, metadata) = found().or_else(found).or_else(found).ok_or_else(not_built)?;
        let file = FileMark {
            path,
            modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            length: metadata.len(),
        };
        let held = self.open.read().clone();
        if let Some(open) = held.filter(|open| open.file == file) {
            return Ok(open.warehouse);
        }
        let mut open = self.open.write();
        if let Some(open) = open.as_ref().filter(|open| open.file == file) {
            return Ok(Arc::clone(&open.warehouse));
        }
        let warehouse = Arc::new(match &self.follower {
            Some(_) => Warehouse::open_file(&file.path)?,
            None => Warehouse::open_published(&self.data)?,
        });
        self.mending.forget_failure();
        *open = Some(ServedWarehouse { file, warehouse: Arc::clone(&warehouse) });
        Ok(warehouse)
    }

    /// The lock of a period, where it is locked.
    pub fn find_lock(&self, period: Period) -> PageLock {
        self.locks.find_lock(&self.data, period, &self.catalog.phrases)
    }

    /// Changes with every lock of the data folder; empty where there is none.
    pub fn lock_stamp(&self) -> String {
        LockFolder::of_data(&self.data).stamp()
    }

    /// Asks or changes the state, off the async threads.
    pub async fn with_state<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&StateDatabase, DateTime) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let done = tokio::task::spawn_blocking(move || work(&self.state, (self.clock)()));
        done.await.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() }))
    }

    /// Notes in the audit log what work that nobody waits for did; where that cannot be, the program's log says so.
    pub(super) fn note_aside(
        &self,
        by: Option<&str>,
        address: &str,
        action: AuditAction,
        detail: &str,
    ) {
        if let Err(error) = self.state.append_audit((self.clock)(), by, address, action, detail) {
            tracing::error!(error = %error, detail, "the audit log could not be written");
        }
    }

    /// What papers say of backups, where they are set.
    pub(super) fn backup_sentence(&self) -> Result<Option<String>, StateError> {
        // The office's, of which a node knows nothing.
        match self.settings.backup.as_ref().filter(|_| self.follower.is_none()) {
            Some(_) => describe_backups(&self.catalog.phrases, &self.state, true),
            None => Ok(None),
        }
    }

    /// Whom the office urged.
    pub(super) fn list_urgings(&self) -> Result<Vec<UrgingRecord>, StateError> {
        self.state.list_urgings()
    }

    /// Looks the whole installation through, off the async threads.
    pub async fn examine(self: Arc<Self>) -> Result<HealthReport, WebError> {
        let site = Arc::clone(&self);
        let _turn = site.examining.acquire().await;
        let known = Arc::clone(&self);
        let report = self.with_state(move |state, now| {
            let served = (known.catalog.current(), &known.settings);
            let mut examination = HealthExamination::new(served, &known.data, &known.machine, now);
            examination.state = Some(state);
            examination.known_content = Some(&known.known_content);
            Ok(make_report(&examination))
        });
        report.await
    }

    /// Tells whether the last that was to be kept could not be: a full disk, a folder that is only to be read.
    pub fn is_unwritable(&self) -> bool {
        self.state.is_unwritable()
    }

    /// Tells whether the state is of an older program, and is only read until it is brought up to date.
    pub fn is_not_upgraded(&self) -> bool {
        self.state.is_not_upgraded()
    }

    /// Tells whether any user is defined; without one everybody may look.
    pub fn has_users(&self) -> Result<bool, StateError> {
        self.state.has_users()
    }

    /// Tells whether nobody has set the server up: it can take exports in, and has neither a user nor anything published.
    pub fn awaits_first_run(&self, has_users: bool) -> bool {
        !has_users && self.works.is_some() && find_published(&self.data).is_none()
    }

    /// The name of an agency as it is today; its code where nothing is published or nobody has it.
    pub fn agency_name(&self, code: &str) -> String {
        let today = Period::year_of((self.clock)().date());
        let found =
            self.open_warehouse().ok().and_then(|warehouse| warehouse.agencies.at(code, today));
        found.map_or_else(|| code.to_owned(), |agency| agency.name)
    }

    /// The code an agency has today, of that code or its area's.
    pub fn agency_code(&self, code: &str) -> Option<String> {
        let today = Period::year_of((self.clock)().date());
        let found =
            self.open_warehouse().ok().and_then(|warehouse| warehouse.agencies.at(code, today));
        found.map(|agency| agency.code)
    }
}
