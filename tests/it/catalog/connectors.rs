//! connectors/<folder>/: the sample in, expected.csv out.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use jiff::{ToSpan, civil::date};
use motcua::{
    catalog::connector::{Connector, SourceFormat},
    domain::source::Source,
    pipeline::{IngestOutcome, IngestOverrides},
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyValue},
};

use crate::{
    pipeline::journey::sampled,
    support::{
        kept::Kept,
        office::{Office, computed_values},
    },
};

/// A sample, the connector it lies beside, and what it was taken in as.
struct TakenSample {
    path: PathBuf,
    connector: String,
    source: Source,
}

/// All samples, taken in once for all tests.
static SAMPLES: LazyLock<(Kept, Vec<TakenSample>)> = LazyLock::new(|| {
    let mut taken = Vec::new();
    let kept = Kept::of("samples_of_connectors", |folder| taken = take_samples(folder));
    (kept, taken)
});

fn samples_office() -> Office {
    Office::in_folder(SAMPLES.0.path())
}

/// Takes in all samples, unnamed, and builds every metric of them.
fn take_samples(folder: &Path) -> Vec<TakenSample> {
    let mut office = Office::in_folder(folder);
    office.own = None;
    // What is built before all are in is shown to nobody.
    let every_metric = std::mem::replace(&mut office.catalog, Office::new().catalog);
    let mut taken_samples = Vec::new();
    // The samples tell one dossier several times; the message that says most of it is the newest, and holds.
    let runs = [
        (true, true, date(2024, 1, 2)),
        (true, false, date(2024, 1, 2)),
        (false, false, date(2026, 9, 27)),
    ];
    for (number, (yields_dossiers, is_newest, now)) in runs.into_iter().enumerate() {
        if number + 1 == runs.len() {
            office.catalog.clone_from(&every_metric);
        }
        let is_of_run = |connector: &&Connector| {
            (connector.yields == "dossier") == yields_dossiers
                && (connector.id == "dvcqg_sync_json") == is_newest
                && !connector.id.starts_with("given")
        };
        let group: Vec<&Connector> = office.catalog.connectors.iter().filter(is_of_run).collect();
        let (mut ids, mut paths) = (Vec::new(), Vec::new());
        for connector in &group {
            for sample in samples(connector) {
                ids.push(connector.id.clone());
                paths.push(sample);
            }
        }
        let mut said = said(group[0]);
        said.snapshot_on = said.snapshot_on.map(|day| day + i64::from(is_newest).days());
        let (taken, _) = office.ingest_all(&paths, &said, now.at(8, 0, 0, 0));
        assert_eq!(taken.len(), paths.len(), "an export each");
        for ((connector, path), taken) in ids.into_iter().zip(paths).zip(taken) {
            let Ok(IngestOutcome::New(source)) = taken else {
                panic!("{}: {taken:?}", path.display())
            };
            taken_samples.push(TakenSample { path, connector, source });
        }
    }
    taken_samples
}

#[test]
fn every_sample_is_recognised_unnamed_and_gives_its_expected_rows() {
    let (office, taken) = (samples_office(), &SAMPLES.1);
    let has_sample = |connector: &&Connector| !samples(connector).is_empty();
    for connector in office.catalog.connectors.iter().filter(has_sample) {
        let is_given = connector.id.starts_with("given");
        assert!(is_given || taken.iter().any(|sample| sample.connector == connector.id));
    }
    for sample in taken {
        let TakenSample { path, connector, source } = sample;
        assert_eq!(source.connector, *connector, "{}", path.display());
        let connector = office.catalog.find_connector(connector).expect("a connector");
        let expected = fs::read_to_string(expected_of(path)).expect("what comes out");
        let staged = staged(&office, connector, source, &expected);
        assert_eq!(sorted(&staged), sorted(&expected), "{}", path.display());
    }
}

#[test]
fn every_metric_answers_on_the_samples() {
    let office = samples_office();
    // What the demo takes in, and the connectors' own samples.
    let warehouses = [sampled().0.warehouse(), office.warehouse()];
    let everywhere = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    for metric in &office.catalog.metrics {
        let asked = warehouses
            .iter()
            .flat_map(|warehouse| ["2023", "2026"].map(|period| (warehouse, period)));
        let values: Vec<AgencyValue> = asked
            .flat_map(|(warehouse, period)| {
                let period = period.parse().expect("a period");
                computed_values(warehouse, metric, period, &everywhere)
            })
            .collect();
        let is_answer = |value: &AgencyValue| value.measure.value(metric.unit).is_some();
        // Nothing in the samples is older than a year.
        let is_known = metric.id != "update_gap";
        assert_eq!(values.iter().any(is_answer), is_known, "`{}`", metric.id);
    }
}

/// The rows without their order: one of an export may give several.
fn sorted(csv: &str) -> Vec<&str> {
    let (heading, rows) = csv.trim().split_once('\n').expect("a heading");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_unstable();
    rows.insert(0, heading);
    rows
}

/// A day on which the sample's agencies existed.
fn said(connector: &Connector) -> IngestOverrides {
    let (day, scope) = match connector.yields.as_str() {
        "dossier" => (date(2023, 12, 31), "184"),
        _ => (date(2026, 9, 26), "H44"),
    };
    IngestOverrides {
        snapshot_on: Some(day),
        period: "2026-08".parse().ok(),
        scope: Some(scope.into()),
        ..IngestOverrides::default()
    }
}

/// The samples of a connector's folder in a format it reads.
pub fn samples(connector: &Connector) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(connector.folder()) else {
        return Vec::new();
    };
    let format = |path: &Path| match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => SourceFormat::Csv,
        Some("json") => SourceFormat::Json,
        _ => SourceFormat::Workbook,
    };
    let mut samples: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem == "sample"))
        .filter(|path| connector.reads_format(format(path)))
        .collect();
    samples.sort();
    samples
}

/// `expected.xlsx.csv` beside `sample.xlsx` where that says something else than the other samples, else `expected.csv`.
fn expected_of(sample: &Path) -> PathBuf {
    let ending = sample.extension().expect("an ending").to_string_lossy().into_owned();
    let own = sample.with_file_name(format!("expected.{ending}.csv"));
    if own.exists() { own } else { sample.with_file_name("expected.csv") }
}

/// The staged rows of a sample, with the columns the expectation names.
fn staged(office: &Office, connector: &Connector, source: &Source, expected: &str) -> String {
    let columns = expected.lines().next().expect("a heading");
    let table = connector.table_name();
    let all = (office.warehouse().provenance)
        .write_staged_csv(&table, &format!("source_id,{columns}"))
        .expect("staged");
    let own = format!("{},", source.id);
    // Each line begins with the export it is of; the heading with the name of that.
    let lines = all
        .lines()
        .filter_map(|line| line.strip_prefix(&own).or_else(|| line.strip_prefix("source_id,")));
    lines.collect::<Vec<_>>().join("\n")
}
