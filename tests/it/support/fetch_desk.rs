//! An office at its desk that fetches from a portal of its own.

use std::{fs, path::Path, sync::Arc};

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    ingest::fetch::{FetchEnvironment, FetchRequest, PageFetcher},
    pipeline::{FetchOutcome, PipelineError, PipelineRun},
    warehouse::WarehouseBuild,
};

use crate::support::{
    office::Office,
    portal::{Asked, Book, Portal, Reply, Time},
};

pub const ID: &str = "dvcqg_progress";
/// Of no column the connector names.
pub const UNNAMED: &str = "Nguyen Van Khong Luu";

/// An office that may fetch from a portal of its own.
pub struct Desk {
    pub office: Office,
    /// The connector it fetches by.
    pub connector: &'static str,
    pub portal: Portal,
    pub time: Arc<Time>,
    pub book: Arc<Book>,
    pub config: String,
    pub now: DateTime,
}

impl Desk {
    /// Two rows a page, from a portal on the loopback address that the configuration allows.
    pub fn with(script: impl FnMut(usize, &Asked) -> Reply + Send + 'static) -> Self {
        Self::asking(ID, "root_department_id = \"goc\"", "/tree", script)
    }

    /// As `with`, by another connector with its parameters, at a path of the portal.
    pub fn asking(
        id: &'static str,
        parameters: &str,
        path: &str,
        script: impl FnMut(usize, &Asked) -> Reply + Send + 'static,
    ) -> Self {
        let mut office = Office::new();
        let connectors = office.catalog.connectors.iter_mut();
        for connector in connectors.filter(|connector| connector.id == id) {
            let http = connector.http.as_mut().expect("it can be fetched");
            http.pages.as_mut().expect("pages").size = 2.try_into().expect("two");
            http.largest_response_mb = 1.try_into().expect("one");
        }
        let time = Arc::new(Time::default());
        let portal = Portal::open(Box::new(script), time.clone());
        let config = format!(
            "[http]\nallow_private = [\"127.0.0.1\"]\n[fetch.{id}]\n{parameters}\nurl = \"http://127.0.0.1:{}{path}\"\n",
            portal.port
        );
        Self {
            office,
            connector: id,
            portal,
            time,
            book: Arc::default(),
            config,
            now: date(2026, 9, 1).at(8, 0, 0, 0),
        }
    }

    /// Adds a line to the configuration.
    pub fn configure(&mut self, line: &str) {
        self.config.push_str(line);
        self.config.push('\n');
    }

    pub fn settings(&self) -> ProgramSettings {
        let settings =
            ProgramSettings::parse_text("motcua.toml", &self.config).expect("well-formed");
        settings.check_content(&self.office.catalog).expect("well");
        settings
    }

    pub fn fetch_period(&self, period: &str) -> (FetchOutcome, Option<WarehouseBuild>) {
        let (catalog, settings) = (&self.office.catalog, self.settings());
        let outside = FetchEnvironment {
            clock: self.time.clone(),
            names: self.book.clone(),
            variable: |_| Some("bi-mat-0123".into()),
        };
        let connector = catalog.find_connector(self.connector).expect("built in");
        let period = period.parse().expect("a period");
        let request = FetchRequest::new(connector, &settings, period, &outside).expect("complete");
        let mut client = PageFetcher::new(catalog, &settings, outside, self.now).expect("a client");
        let data = self.office.data();
        let run = PipelineRun { catalog, data: &data, now: self.now, progress: &mut |_| {} };
        let mut run = run;
        let (mut fetched, build) =
            run.fetch_requests(&[request], &mut client).expect("it could run");
        (fetched.remove(0), build)
    }

    pub fn fetch(&self) -> FetchOutcome {
        self.fetch_period("2026-08").0
    }

    /// Fetches in vain: why, and the hint.
    pub fn refusal(&self) -> String {
        let fetched = self.fetch();
        assert!(fetched.new.is_empty(), "{:?}", fetched.new);
        told(&fetched)
    }
}

/// Why a fetch ended early, and the hint.
pub fn told(fetched: &FetchOutcome) -> String {
    let Some(PipelineError::Fetch(error)) = &fetched.error else { panic!("{fetched:?}") };
    format!("{error}\nhint: {}", miette::Diagnostic::help(error).expect("a hint"))
}

/// The page of a request, three of them: two rows, two rows, one.
pub fn page_of(asked: &Asked) -> usize {
    let body: serde_json::Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!(body["rootDepartmentId"], "goc", "{body}");
    assert_eq!((&body["timeType"], &body["pageSize"]), (&"month".into(), &2.into()));
    assert!(body.get("quarter").is_none(), "{body}");
    usize::try_from(body["currentPage"].as_u64().expect("a number")).expect("small")
}

pub fn rows(page: usize) -> String {
    let row = |number: usize| {
        format!(
            r#"{{"departmentCode": "H44.{number}", "departmentName": "UBND {number}", "contactName": "{UNNAMED}", "totalReceived": {number}, "totalOnTime": 90, "ratio": 90.5}}"#
        )
    };
    let rows: Vec<String> = match page {
        1 => vec![row(100), row(101)],
        2 => vec![row(102), row(103)],
        3 => vec![row(104)],
        _ => Vec::new(),
    };
    format!(r#"{{"code": 201, "message": "ok", "data": [{}]}}"#, rows.join(", "))
}

pub fn page(asked: &Asked) -> Reply {
    with(201, rows(page_of(asked)))
}

pub fn with(status: u16, body: impl Into<String>) -> Reply {
    Reply::With(status, String::new(), body.into())
}

pub fn headed(status: u16, header: &str) -> Reply {
    Reply::With(status, format!("{header}\r\n"), String::new())
}

pub fn assert_nowhere(folder: &Path, text: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            assert_nowhere(&path, text);
        } else {
            let bytes = fs::read(&path).expect("a file");
            let found = memchr::memmem::find(&bytes, text.as_bytes());
            assert_eq!(found, None, "{}", path.display());
        }
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}
