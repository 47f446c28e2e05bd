//! tests/metrics/<id>/<case>/: a few dossiers in, numbers out, worked out by hand.

use std::{fs, path::Path};

use crate::office::{AGENCY, Office};

/// One line of expected.csv: period, numerator, denominator, value.
type Expected = [String; 4];

#[test]
fn every_case_gives_the_numbers_worked_out_by_hand() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for metric in folders(Path::new("tests/metrics")) {
        for case in folders(&metric) {
            cases += 1;
            let id = metric
                .file_name()
                .expect("a folder")
                .to_string_lossy()
                .into_owned();
            failures.extend(wrong(&id, &case));
        }
    }
    assert!(cases >= 25, "only {cases} cases were found");
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

fn wrong(metric: &str, case: &Path) -> Vec<String> {
    let office = Office::new();
    let (taken, build) =
        office.given(&fs::read_to_string(case.join("given.csv")).expect("given.csv"));
    let failed = |what: String| format!("{}: {what}", case.display());
    if let Some(Err(error)) = taken.first() {
        return vec![failed(error.to_string())];
    }
    let rejected: u64 = build
        .iter()
        .flat_map(|build| &build.sources)
        .map(|source| source.staged.rejected)
        .sum();
    if rejected > 0 {
        return vec![failed(format!("{rejected} rows were rejected"))];
    }
    let unit = office.catalog.metric(metric).expect("a metric").unit;
    let mut failures = Vec::new();
    for expected in expected(&case.join("expected.csv")) {
        let value = office.value(metric, &expected[0], AGENCY);
        let measure = value.map(|value| value.measure);
        let found = match measure {
            // An agency no event of the metric names has no row at all: nothing of nothing.
            None => [expected[0].clone(), "0".into(), "0".into(), String::new()],
            Some(measure) => [
                expected[0].clone(),
                measure.numerator.to_string(),
                measure
                    .denominator
                    .map_or(String::new(), |denominator| denominator.to_string()),
                measure.plain(unit).unwrap_or_default(),
            ],
        };
        if found != expected {
            failures.push(failed(format!("expected {expected:?}, found {found:?}")));
        }
    }
    failures
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

fn folders(path: &Path) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> = fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    all.sort();
    all
}
