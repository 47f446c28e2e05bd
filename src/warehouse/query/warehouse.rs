//! One published build, opened for reading.

use std::{ops::Deref, path::Path, sync::Arc};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use quick_cache::sync::Cache;

use super::{
    super::{WarehouseError, engine::read_every_block, publishing::find_published},
    agency::queries::AgencyQueries,
    breakdown::queries::BreakdownQueries,
    build_info::BuildInfo,
    connection::ReaderPool,
    dossier::queries::DossierQueries,
    locked::queries::LockQueries,
    metric::queries::MetricQueries,
    provenance::queries::ProvenanceQueries,
    published::queries::PublishedQueries,
    scope::ScopedReader,
    table_digests::digest_tables,
};
use crate::domain::{sight::DataScope, source::INVENTED_VERSION};

/// Scopes kept at a time: a province has fewer communes. The least asked for are let go.
const KEPT: usize = 512;

/// Answers questions to a published warehouse within one scope. It keeps the build it was opened on, whatever is published after.
#[derive(Clone)]
pub struct Warehouse {
    queries: Arc<WarehouseQueries>,
    /// What is kept for a scope is kept for all who have it.
    scopes: Arc<Cache<DataScope, Arc<WarehouseQueries>>>,
    pub data_version: String,
    pub newest_on: Option<Date>,
    /// The day until which dossiers are known: of the newest export of them.
    pub known_until: Option<Date>,
    build: Arc<BuildInfo>,
    file: Arc<Path>,
}

/// Groups the questions by what they are about. Each wing uses only those above it here.
pub struct WarehouseQueries {
    pub agencies: AgencyQueries,
    pub metrics: MetricQueries,
    pub breakdowns: BreakdownQueries,
    pub dossiers: DossierQueries,
    pub published: PublishedQueries,
    pub provenance: ProvenanceQueries,
    pub locks: LockQueries,
    reader: Arc<ScopedReader>,
}

impl WarehouseQueries {
    fn new(reader: ScopedReader, build: &Arc<BuildInfo>, file: &Arc<Path>) -> Self {
        let reader = Arc::new(reader);
        let agencies = AgencyQueries::new(&reader);
        let metrics = MetricQueries::new(&reader, build);
        let breakdowns = BreakdownQueries::new(&reader, &metrics);
        let dossiers = DossierQueries::new(&reader, &breakdowns);
        let published = PublishedQueries::new(&reader);
        let provenance = ProvenanceQueries::new(&reader);
        let locks = LockQueries::new(&reader, file);
        Self { agencies, metrics, breakdowns, dossiers, published, provenance, locks, reader }
    }
}

impl Deref for Warehouse {
    type Target = WarehouseQueries;

    fn deref(&self) -> &WarehouseQueries {
        &self.queries
    }
}

impl Warehouse {
    /// Opens what is published in a data folder.
    pub fn open_published(data: &Path) -> Result<Self, WarehouseError> {
        with_published(data, Self::open_file)
    }

    /// Reads the data version of what is published in a data folder, and nothing else of it.
    pub fn read_published_version(data: &Path) -> Result<String, WarehouseError> {
        let pool = with_published(data, ReaderPool::open)?;
        pool.with_connection("cannot read the build", BuildInfo::read_version)
    }

    /// When what is published in a data folder was put there, in local civil time; `None` where nothing is.
    pub fn published_at(data: &Path) -> Option<DateTime> {
        let modified = find_published(data)?.metadata().ok()?.modified().ok()?;
        let at = Timestamp::try_from(modified).ok()?;
        Some(Offset::constant(7).to_datetime(at))
    }

    /// Opens a published file; fails where a program built it whose builds have other relations.
    pub fn open_file(path: &Path) -> Result<Self, WarehouseError> {
        let pool = ReaderPool::open(path)?;
        let other_version = || WarehouseError::OtherVersion { path: path.display().to_string() };
        let build = match pool.with_connection("cannot read the build", BuildInfo::read) {
            Ok(build) => Arc::new(build.ok_or_else(other_version)?),
            // It is of the engine, and not of ours.
            Err(error) if !error.may_be_damage() => return Err(other_version()),
            Err(error) => return Err(error),
        };
        let reader = ScopedReader::open(pool)?;
        let file = Arc::from(path);
        let queries = Arc::new(WarehouseQueries::new(reader, &build, &file));
        let scopes = Arc::new(Cache::new(KEPT));
        scopes.insert(DataScope::All, Arc::clone(&queries));
        Ok(Self {
            queries,
            scopes,
            data_version: build.data_version.clone(),
            newest_on: build.newest_on,
            known_until: build.known_until,
            build,
            file,
        })
    }

    /// Whether the program invented the dossiers it is built of, to be tried out. Figures that a portal published may stand beside them.
    pub fn is_invented(&self) -> bool {
        self.data_version.starts_with(INVENTED_VERSION)
    }

    /// Fails where a block of the file is not as it was written.
    pub fn verify(&self) -> Result<(), WarehouseError> {
        self.queries.reader.with_connection("cannot read the warehouse through", read_every_block)
    }

    /// Digests every table as a whole: two builds of the same have the same, in whatever order their rows lie.
    pub fn digest_tables(&self) -> Result<Vec<(String, String)>, WarehouseError> {
        self.queries.reader.with_connection("cannot read the warehouse through", digest_tables)
    }

    /// Shows the same build within another scope.
    pub fn with_scope(&self, scope: &DataScope) -> Result<Self, WarehouseError> {
        let queries = self.scopes.get_or_insert_with(scope, || {
            let reader = self.queries.reader.with_scope(scope)?;
            Ok::<_, WarehouseError>(Arc::new(WarehouseQueries::new(
                reader,
                &self.build,
                &self.file,
            )))
        })?;
        Ok(Self { queries, ..self.clone() })
    }

    /// The scope that answers are given within.
    pub fn scope(&self) -> &DataScope {
        self.queries.reader.scope()
    }
}

/// How often a build that was removed as another one was published is looked for again: each time one more was.
const LOOKS: usize = 10;

/// Opens the file that is published in a data folder.
fn with_published<T>(
    data: &Path,
    open: impl Fn(&Path) -> Result<T, WarehouseError>,
) -> Result<T, WarehouseError> {
    let mut looks = 1;
    loop {
        let not_built = || WarehouseError::NotBuilt { data: data.display().to_string() };
        let path = find_published(data).ok_or_else(not_built)?;
        match open(&path) {
            Err(_) if looks < LOOKS && !path.exists() => looks += 1,
            opened => return opened,
        }
    }
}
