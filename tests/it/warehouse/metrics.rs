//! tests/metrics/<id>/<case>/: a few dossiers in, numbers out, worked out by hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    domain::period::Period,
    pipeline::IngestOverrides,
    warehouse::query::{AgencyFilter, AgencyValue},
};

use crate::support::office::{Office, computed_values};

/// Without the procedures the program knows by itself: a case's register is all there is.
static BARE: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::load_content(Some(Path::new("tests/content_no_register")))
        .expect("the content is well")
});

/// A case has a commune of its own, so that one build answers for all that need no register or plan of their own.
struct Case {
    metric: String,
    folder: PathBuf,
    agency: String,
    /// By what they are rows of: `dossier`, `petition`, …
    given: BTreeMap<String, Vec<Row>>,
}

/// One line of expected.csv: period, numerator, denominator, value.
type Expected = [String; 4];

type Row = BTreeMap<String, String>;

#[test]
fn every_case_gives_the_numbers_worked_out_by_hand() {
    let cases = cases(&Office::of_every_metric());
    assert!(cases.len() >= 100, "only {} cases were found", cases.len());
    let mut builds: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases {
        builds.entry(case.build()).or_default().push(case);
    }
    let failures: Vec<String> = builds.values().flat_map(|cases| failures(cases)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

impl Case {
    /// Cases of one build: a register of procedures is everybody's, the tasks of a plan are of the office that took them in.
    fn build(&self) -> String {
        let is_of_one = |row: &Row| row.contains_key("agency_code");
        match (self.given.get("plan_task"), self.given.get("procedure")) {
            (Some(_), _) => self.folder.display().to_string(),
            (None, Some(register)) if !register.iter().all(is_of_one) => format!("{register:?}"),
            _ => String::new(),
        }
    }
}

/// Takes in what the cases of one build are given, and says where a number is another than expected.
fn failures(cases: &[Case]) -> Vec<String> {
    let is_of_registers = cases[0].given.contains_key("procedure");
    let mut office =
        if is_of_registers { Office::with(BARE.clone()) } else { Office::of_every_metric() };
    if cases[0].given.contains_key("plan_task") {
        office.own = Some(cases[0].agency.clone().leak());
    }
    let mut given: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for (kind, rows) in cases.iter().flat_map(|case| &case.given) {
        let all = given.entry(kind).or_default();
        // Cases that share a register give it once.
        all.extend(rows.iter().filter(|row| !all.contains(row)).collect::<Vec<_>>());
    }
    let paths: Vec<PathBuf> = (given.iter())
        .map(|(kind, rows)| office.file(&format!("{kind}.csv"), csv_of(rows)))
        .collect();
    let said =
        IngestOverrides { snapshot_on: Some(date(2024, 1, 1)), ..IngestOverrides::default() };
    for taken in office.ingest_all(&paths, &said, date(2024, 1, 2).at(8, 0, 0, 0)).0 {
        taken.expect("taken in");
    }
    let warehouse = office.warehouse();
    let rejected = warehouse.provenance.list_rejected_rows(None).expect("answered");
    assert!(rejected.is_empty(), "{rejected:#?}");
    let mut failures = Vec::new();
    for case in cases {
        let metric = office.catalog.find_metric(&case.metric).expect("a metric");
        for expected in expected(&case.folder.join("expected.csv")) {
            let period: Period = expected[0].parse().expect("a period");
            let filter =
                AgencyFilter { agency: Some(case.agency.clone()), ..AgencyFilter::default() };
            let found = match computed_values(&warehouse, metric, period, &filter).pop() {
                // An agency no event of the metric names has no row at all: nothing of nothing.
                None => [expected[0].clone(), "0".into(), "0".into(), String::new()],
                Some(AgencyValue { measure, .. }) => [
                    expected[0].clone(),
                    measure.numerator.to_string(),
                    measure
                        .denominator
                        .map_or(String::new(), |denominator| denominator.to_string()),
                    measure.to_plain(metric.unit).unwrap_or_default(),
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
    failures
}

#[test]
fn every_metric_has_cases() {
    for metric in &Office::of_every_metric().catalog.metrics {
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
    let registry =
        office.catalog.content.file_text("queries/reference/agency/national.csv").expect("there");
    let mut communes = csv::Reader::from_reader(registry.as_bytes())
        .into_deserialize::<Row>()
        .map(|row| row.expect("a row"))
        .filter(|row| row["level"] == "commune" && row["valid_to"] == "2025-06-30")
        .map(|row| row["code"].clone());
    let mut cases = Vec::new();
    for metric in folders(Path::new("tests/metrics")) {
        for folder in folders(&metric) {
            let agency = communes.next().expect("communes enough");
            cases.push(Case {
                metric: (metric.file_name().expect("a folder")).to_string_lossy().into_owned(),
                given: given(&folder, &agency),
                folder,
                agency,
            });
        }
    }
    cases
}

/// given.csv holds dossiers, given_<kind>.csv rows of another kind.
///
/// Their codes are told from those of other cases, and what every row needs is filled in.
fn given(folder: &Path, agency: &str) -> BTreeMap<String, Vec<Row>> {
    let mut given = BTreeMap::new();
    for (kind, code, own) in [
        ("dossier", Some("dossier_code"), Some("solving_agency")),
        ("petition", Some("petition_code"), Some("agency_code")),
        ("survey", None, Some("agency_code")),
        ("procedure", None, None),
        ("plan_task", None, None),
    ] {
        let name = if kind == "dossier" { "given.csv".into() } else { format!("given_{kind}.csv") };
        let path = folder.join(name);
        if !path.exists() {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).expect("readable");
        let rows = reader.deserialize::<Row>().map(|row| row.expect("a row"));
        let filled = rows.enumerate().map(|(number, mut row)| {
            if let Some(code) = code {
                let given = row.remove(code).unwrap_or_else(|| format!("D{number}"));
                row.insert(code.into(), format!("{agency}-{given}"));
            }
            if let Some(own) = own {
                row.insert(own.into(), agency.to_owned());
            }
            // Where a register says whose it is, `@` is the case's commune.
            if let Some(whose) = row.get_mut("agency_code").filter(|whose| *whose == "@") {
                agency.clone_into(whose);
                let procedure = row.get_mut("procedure_code").expect("a register");
                *procedure = format!("{agency}-{procedure}");
            }
            row
        });
        given.insert(kind.to_owned(), filled.collect());
    }
    assert!(!given.is_empty(), "{} gives nothing", folder.display());
    given
}

fn csv_of(rows: &[&Row]) -> Vec<u8> {
    let names: BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).expect("written");
    for row in rows {
        let cells = names.iter().map(|name| row.get(*name).map_or("", String::as_str));
        writer.write_record(cells).expect("written");
    }
    writer.into_inner().expect("in memory")
}

fn expected(path: &Path) -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(path).expect("expected.csv");
    let rows: Vec<Expected> = reader.deserialize().map(|row| row.expect("four cells")).collect();
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
