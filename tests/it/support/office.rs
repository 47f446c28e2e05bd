//! An office to test in: a data folder of its own, exports given row by row, a clock that stands still.

use std::{
    collections::HashMap,
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, OnceLock},
};

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::period::Period,
    pipeline::{IngestOutcome, IngestOverrides, PipelineError, PipelineRun},
    warehouse::{
        WarehouseBuild, find_published,
        query::{
            AgencyFilter, AgencyLevel, AgencyValue, DossierRow, MetricRequest, RowsAsked, Warehouse,
        },
    },
};

use crate::support::kept::Kept;

/// The agency of rows that name none: xã An Sơn.
pub const AGENCY: &str = "06283";

/// Read once for all tests.
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::load_content(Some(Path::new("tests/content"))).expect("the content is well")
});

pub struct Office {
    pub catalog: Catalog,
    /// Tests name communes as the office of huyện Văn Quan does.
    pub own: Option<&'static str>,
    folder: PathBuf,
    /// What is published, opened once: the file, its inode and when it was written.
    opened: Mutex<Option<((PathBuf, FileStamp), Warehouse)>>,
    /// Goes with the office.
    _temporary: Option<tempfile::TempDir>,
}

/// Inode, seconds and nanoseconds of a file.
type FileStamp = (u64, i64, i64);

/// The file that is published in a data folder.
pub fn published_file(data: &Path) -> PathBuf {
    find_published(data).expect("published")
}

pub type Ingested = (Vec<Result<IngestOutcome, PipelineError>>, Option<WarehouseBuild>);

/// What offices began with, by what it is made of; made once, then copied.
static BEGUN: LazyLock<Mutex<HashMap<String, Arc<Beginning>>>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Beginning {
    number: usize,
    kept: OnceLock<Kept>,
}

/// What most tests ask for: a build of every metric takes four times as long.
const FEW: [&str; 5] =
    ["on_time_rate", "progress_766", "update_count", "full_online_rate", "online_payment_rate"];

impl Office {
    /// An office that computes few metrics.
    pub fn new() -> Self {
        Self::with_metrics(&[])
    }

    /// An office that computes these too.
    pub fn with_metrics(more: &[&str]) -> Self {
        let mut catalog = CATALOG.clone();
        let is_kept = |id: &String| FEW.iter().chain(more).any(|kept| kept == id);
        catalog.metrics.retain(|metric| is_kept(&metric.id));
        catalog.overview.watched.retain(is_kept);
        catalog.overview.lists.retain(|list| is_kept(&list.metric));
        catalog.bridges.retain(|it| is_kept(&it.first) && is_kept(&it.second));
        catalog.levers.retain(|it| is_kept(&it.id));
        let briefing = &mut catalog.overview.briefing;
        for part in [&mut briefing.overdue, &mut briefing.due] {
            part.take_if(|id| !is_kept(id));
        }
        Self::with(catalog)
    }

    pub fn of_every_metric() -> Self {
        Self::with(CATALOG.clone())
    }

    /// An office that reads by another content.
    pub fn with(catalog: Catalog) -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        Self {
            catalog,
            own: Some("184"),
            folder: temporary.path().to_owned(),
            opened: Mutex::default(),
            _temporary: Some(temporary),
        }
    }

    /// An office whose files stay where they are.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            catalog: CATALOG.clone(),
            own: Some("184"),
            folder: folder.to_owned(),
            opened: Mutex::default(),
            _temporary: None,
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Writes a file an export could be.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, bytes).expect("written");
        path
    }

    pub fn ingest(&self, path: &Path, said: &IngestOverrides) -> Ingested {
        self.ingest_at(path, said, date(2024, 1, 2).at(8, 0, 0, 0))
    }

    pub fn ingest_at(&self, path: &Path, said: &IngestOverrides, now: DateTime) -> Ingested {
        self.ingest_all(&[path.to_owned()], said, now)
    }

    /// Takes in several files, and builds once.
    pub fn ingest_all(&self, paths: &[PathBuf], said: &IngestOverrides, now: DateTime) -> Ingested {
        let said = &IngestOverrides {
            office: said.office.clone().or_else(|| self.own.map(str::to_owned)),
            ..said.clone()
        };
        let data = self.data();
        let mut run =
            PipelineRun { catalog: &self.catalog, data: &data, now, progress: &mut |_| {} };
        let (taken, build) = run.ingest(paths, said).expect("the run could start");
        (taken.into_iter().map(|(_, taken)| taken).collect(), build)
    }

    /// Takes an export in as the first of the office. Many tests begin with the same: it is built for the first of them.
    pub fn begin_with(&self, path: &Path, said: &IngestOverrides, now: DateTime) {
        assert!(!self.data().exists(), "it has begun already");
        let metrics: Vec<&str> = self.catalog.metrics.iter().map(|it| it.id.as_str()).collect();
        let bytes = fs::read(path).expect("an export");
        let made_of = format!("{:?}", (path.file_name(), bytes, said, now, self.own, metrics));
        let beginning = {
            let mut begun = BEGUN.lock().expect("no test failed in between");
            let number = begun.len();
            let new = || Arc::new(Beginning { number, ..Beginning::default() });
            Arc::clone(begun.entry(made_of).or_insert_with(new))
        };
        let make = |folder: &Path| {
            let mut first = Self::in_folder(folder);
            (first.own, first.catalog) = (self.own, self.catalog.clone());
            let (taken, build) = first.ingest_at(path, said, now);
            assert!(build.is_some() && taken.iter().all(Result::is_ok), "{taken:?}");
        };
        let name = format!("begun-{}", beginning.number);
        beginning.kept.get_or_init(|| Kept::of(&name, make)).copy(self.folder());
    }

    /// Builds from what is archived.
    pub fn run_again(&self) {
        let data = self.data();
        let run = PipelineRun {
            catalog: &self.catalog,
            data: &data,
            now: date(2024, 1, 2).at(8, 0, 0, 0),
            progress: &mut |_| {},
        };
        let mut run = run;
        run.ingest(&[], &IngestOverrides::default()).expect("built");
    }

    /// Takes in dossiers given as CSV under canonical names; what every row needs and none names is filled in.
    pub fn given(&self, csv: &str) -> Ingested {
        let (path, said) = self.given_export(csv);
        self.ingest(&path, &said)
    }

    /// The same as the first of the office, see [`Self::begin_with`].
    pub fn begin_given(&self, csv: &str) {
        let (path, said) = self.given_export(csv);
        self.begin_with(&path, &said, date(2024, 1, 2).at(8, 0, 0, 0));
    }

    fn given_export(&self, csv: &str) -> (PathBuf, IngestOverrides) {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headings = reader.headers().expect("a heading").clone();
        let names = |name: &str| headings.iter().any(|heading| heading == name);
        let filled = [("dossier_code", None), ("solving_agency", Some(AGENCY))];
        let missing: Vec<_> = filled.into_iter().filter(|(name, _)| !names(name)).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(missing.iter().map(|(name, _)| *name).chain(headings.iter()))
            .expect("written");
        for (number, record) in reader.records().enumerate() {
            let record = record.expect("a row");
            let code = format!("D{number}");
            let cells = missing.iter().map(|(_, value)| value.unwrap_or(&code));
            writer.write_record(cells.chain(record.iter())).expect("written");
        }
        let path = self.file("given.csv", writer.into_inner().expect("in memory"));
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(date(2024, 1, 1)),
            period: None,
            ..IngestOverrides::default()
        };
        (path, said)
    }

    pub fn warehouse(&self) -> Warehouse {
        let file = published_file(&self.data());
        let found = fs::metadata(&file).expect("published");
        let file = (file, (found.ino(), found.mtime(), found.mtime_nsec()));
        let mut opened = self.opened.lock().expect("no test failed in between");
        if let Some((_, warehouse)) = opened.as_ref().filter(|(of, _)| *of == file) {
            return warehouse.clone();
        }
        let warehouse = Warehouse::open_published(&self.data()).expect("published");
        opened.insert((file, warehouse)).1.clone()
    }

    pub fn value(&self, metric: &str, period: &str, agency: &str) -> Option<AgencyValue> {
        let filter = AgencyFilter { agency: Some(agency.into()), ..AgencyFilter::default() };
        self.list(metric, period, false, &filter).pop()
    }

    pub fn list(
        &self,
        metric: &str,
        period: &str,
        published: bool,
        filter: &AgencyFilter,
    ) -> Vec<AgencyValue> {
        let metric = self.catalog.find_metric(metric).expect("a metric");
        let period: Period = period.parse().expect("a period");
        let basis = MetricBasis::from_published_flag(published);
        let values = self.warehouse().metrics.values(&MetricRequest { metric, period, basis });
        filter.select_values(metric, &values.expect("answered"))
    }

    /// The dossiers behind a number.
    pub fn rows(&self, metric: &str, period: &str, agency: &str, failing: bool) -> Vec<DossierRow> {
        let asked = RowsAsked {
            agency: Some(agency),
            failing,
            at_most: 10_000,
            ..RowsAsked::new(
                self.catalog.find_metric(metric).expect("a metric"),
                period.parse().expect("a period"),
            )
        };
        self.warehouse().dossiers.list(&asked).expect("answered").rows
    }
}

pub fn level(name: &str) -> AgencyFilter {
    AgencyFilter { level: Some(AgencyLevel::Named(name.into())), ..AgencyFilter::default() }
}

/// Values of our own of the agencies a filter lets through, lowest first.
pub fn computed_values(
    warehouse: &Warehouse,
    metric: &Metric,
    period: Period,
    filter: &AgencyFilter,
) -> Vec<AgencyValue> {
    let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let values = warehouse.metrics.values(&request).expect("answered");
    filter.select_values(metric, &values)
}
