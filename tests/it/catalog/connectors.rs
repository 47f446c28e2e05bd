//! connectors/<folder>/: the sample in, expected.csv out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::date};
use motcua::{
    catalog::connector::{Connector, SourceFormat},
    pipeline::{IngestOutcome, IngestOverrides},
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyValue},
};

use crate::{
    pipeline::journey::sampled,
    support::office::{Office, computed_values},
};

#[test]
fn every_sample_is_recognised_unnamed_and_gives_its_expected_rows() {
    let office = Office::new();
    for connector in
        office.catalog.connectors.iter().filter(|connector| !connector.id.starts_with("given"))
    {
        for sample in samples(connector) {
            let expected = fs::read_to_string(expected_of(&sample)).expect("what comes out");
            let staged = staged(&sample, connector, &expected);
            assert_eq!(sorted(&staged), sorted(&expected), "{}", sample.display());
        }
    }
}

#[test]
fn every_metric_answers_on_the_samples() {
    let mut office = Office::of_every_metric();
    office.own = None;
    for (yields_dossiers, now) in [(true, date(2024, 1, 2)), (false, date(2026, 9, 27))] {
        let of_group = |connector: &&Connector| {
            (connector.yields == "dossier") == yields_dossiers && !connector.id.starts_with("given")
        };
        let group: Vec<&Connector> = office.catalog.connectors.iter().filter(of_group).collect();
        // The samples tell one dossier several times; the message that says most of it is the newest, and holds.
        let newest = |connector: &&&Connector| connector.id == "dvcqg_sync_json";
        let (last, before): (Vec<&Connector>, _) = group.iter().partition(newest);
        for (group, days) in [(before, 0), (last, 1)] {
            let paths: Vec<PathBuf> =
                (group.iter()).flat_map(|connector| samples(connector)).collect();
            let Some(first) = group.first() else { continue };
            let mut said = said(first);
            said.snapshot_on = said.snapshot_on.map(|day| day + days.days());
            for taken in office.ingest_all(&paths, &said, now.at(8, 0, 0, 0)).0 {
                taken.expect("taken in");
            }
        }
    }
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
        // Nothing in the samples is older than a year.
        let is_answer = |value: &AgencyValue| {
            value.measure.value(metric.unit).is_some() || metric.id == "update_gap"
        };
        assert!(values.iter().any(is_answer), "`{}` says nothing", metric.id);
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
fn staged(sample: &Path, connector: &Connector, expected: &str) -> String {
    let office = Office::new();
    let (taken, _) = office.ingest(sample, &said(connector));
    match taken.first() {
        Some(Ok(IngestOutcome::New(source))) => {
            assert_eq!(source.connector, connector.id, "{}", sample.display());
        }
        other => panic!("{}: {other:?}", sample.display()),
    }
    let columns = expected.lines().next().expect("a heading").to_owned();
    office
        .warehouse()
        .provenance
        .write_staged_csv(&connector.table_name(), &columns)
        .expect("staged")
}
