//! tests/metrics/<id>/<case>/: a few dossiers in, numbers out, worked out by hand.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::date;
use motcua::{domain::period::Period, pipeline::Said, warehouse::read::Value};

use crate::office::{Office, level};

/// A case has a commune of its own, so that one build answers for all of them.
struct Case {
    metric: String,
    folder: PathBuf,
    agency: String,
}

/// One line of expected.csv: period, numerator, denominator, value.
type Expected = [String; 4];

type Row = HashMap<String, String>;

#[test]
fn every_case_gives_the_numbers_worked_out_by_hand() {
    let office = Office::new();
    let cases = cases(&office);
    assert!(cases.len() >= 25, "only {} cases were found", cases.len());
    let rows: Vec<Row> = cases.iter().flat_map(given).collect();
    let path = office.file("given.csv", csv_of(&rows));
    let said = Said {
        connector: Some("given".into()),
        snapshot_on: Some(date(2024, 1, 1)),
        ..Said::default()
    };
    office
        .ingest(&path, &said)
        .0
        .pop()
        .expect("one")
        .expect("taken in");
    let warehouse = office.warehouse();
    let rejected = warehouse.rejected_rows(None).expect("answered");
    assert!(rejected.is_empty(), "{rejected:#?}");
    let mut known = HashMap::new();
    let mut answer = |metric: &str, period: &str, agency: &str| -> Option<Value> {
        let values = known
            .entry((metric.to_owned(), period.to_owned()))
            .or_insert_with(|| {
                let (metric, period) = (office.catalog.metric(metric), period.parse::<Period>());
                let (metric, period) = (metric.expect("a metric"), period.expect("a period"));
                warehouse
                    .listed(metric, period, false, &level("commune"))
                    .expect("answered")
            });
        values
            .iter()
            .find(|value| value.agency_code == agency)
            .cloned()
    };
    let mut failures = Vec::new();
    for case in &cases {
        let unit = office.catalog.metric(&case.metric).expect("a metric").unit;
        for expected in expected(&case.folder.join("expected.csv")) {
            let found = match answer(&case.metric, &expected[0], &case.agency) {
                // An agency no event of the metric names has no row at all: nothing of nothing.
                None => [expected[0].clone(), "0".into(), "0".into(), String::new()],
                Some(Value { measure, .. }) => [
                    expected[0].clone(),
                    measure.numerator.to_string(),
                    measure
                        .denominator
                        .map_or(String::new(), |denominator| denominator.to_string()),
                    measure.plain(unit).unwrap_or_default(),
                ],
            };
            if found != expected {
                failures.push(format!(
                    "{}: expected {expected:?}, found {found:?}",
                    case.folder.display()
                ));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn every_metric_has_cases() {
    for metric in &Office::new().catalog.metrics {
        let folder = Path::new("tests/metrics").join(&metric.id);
        assert!(
            folder.is_dir() && folders(&folder).len() >= 3,
            "`{}` needs three cases in {}",
            metric.id,
            folder.display()
        );
    }
}

fn cases(office: &Office) -> Vec<Case> {
    let registry = office
        .catalog
        .content
        .text("queries/reference/agency/national.csv")
        .expect("there");
    let mut communes = csv::Reader::from_reader(registry.as_bytes())
        .into_deserialize::<Row>()
        .map(|row| row.expect("a row"))
        .filter(|row| row["level"] == "commune" && row["valid_to"] == "2025-06-30")
        .map(|row| row["code"].clone());
    let mut cases = Vec::new();
    for metric in folders(Path::new("tests/metrics")) {
        for folder in folders(&metric) {
            cases.push(Case {
                metric: metric
                    .file_name()
                    .expect("a folder")
                    .to_string_lossy()
                    .into_owned(),
                folder,
                agency: communes.next().expect("communes enough"),
            });
        }
    }
    cases
}

/// The rows of a case; their codes are told from those of other cases, and what every row needs is filled in.
fn given(case: &Case) -> Vec<Row> {
    let path = case.folder.join("given.csv");
    let mut reader = csv::Reader::from_path(&path).expect("given.csv");
    let rows = reader.deserialize::<Row>().map(|row| row.expect("a row"));
    rows.enumerate()
        .map(|(number, mut row)| {
            let code = row
                .remove("dossier_code")
                .unwrap_or_else(|| format!("D{number}"));
            row.insert("dossier_code".into(), format!("{}-{code}", case.agency));
            row.insert("solving_agency".into(), case.agency.clone());
            row
        })
        .collect()
}

fn csv_of(rows: &[Row]) -> Vec<u8> {
    let names: BTreeSet<&String> = rows.iter().flat_map(Row::keys).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).expect("written");
    for row in rows {
        let cells = names
            .iter()
            .map(|name| row.get(*name).map_or("", String::as_str));
        writer.write_record(cells).expect("written");
    }
    writer.into_inner().expect("in memory")
}

fn expected(path: &Path) -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(path).expect("expected.csv");
    let rows: Vec<Expected> = reader
        .deserialize()
        .map(|row| row.expect("four cells"))
        .collect();
    assert!(!rows.is_empty(), "{} expects nothing", path.display());
    rows
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut all: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    all.sort();
    all
}
