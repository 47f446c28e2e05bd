//! What is published when: snapshots, checks, the lock.

use std::fs;

use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    domain::progress::BuildProgress,
    pipeline::{self, IngestOutcome, IngestOverrides, PipelineError, PipelineRun},
    warehouse::{BuildLock, WarehouseError},
};

use crate::support::office::{AGENCY, Office, computed_values, level, published_file};

pub const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

pub fn said(day: i8) -> IngestOverrides {
    IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(date(2023, 12, day)),
        period: None,
        ..IngestOverrides::default()
    }
}

#[test]
fn the_latest_snapshot_wins_whatever_the_order_of_the_files() {
    let older = format!("{HEADING}A1,06283,in_progress,2023-12-01 08:00:00,2023-12-08 16:30:00,\n");
    let newer = format!(
        "{HEADING}A1,06283,finished,2023-12-01 08:00:00,2023-12-08 16:30:00,2023-12-11 09:00:00\n"
    );
    for order in [[(&older, 5), (&newer, 15)], [(&newer, 15), (&older, 5)]] {
        let office = Office::new();
        for (csv, day) in order {
            office.ingest(&office.file(&format!("{day}.csv"), csv), &said(day));
        }
        let value = office.value("on_time_rate", "2023", AGENCY).expect("counted");
        assert_eq!((value.measure.numerator, value.measure.denominator), (0, Some(1)));
        let count = office.value("update_count", "2023", AGENCY).expect("counted once");
        assert_eq!(count.measure.numerator, 1);
    }
}

#[test]
fn as_known_on_a_day_answers_from_the_exports_of_that_day_or_before() {
    let office = Office::new();
    let row =
        |code: &str| format!("{code},06283,in_progress,2023-12-01 08:00:00,2023-12-08 16:30:00,\n");
    office.ingest(&office.file("5.csv", format!("{HEADING}{}", row("A1"))), &said(5));
    office
        .ingest(&office.file("15.csv", format!("{HEADING}{}{}", row("A1"), row("A2"))), &said(15));
    assert_eq!(
        office.value("update_count", "2023", AGENCY).map(|value| value.measure.numerator),
        Some(2)
    );
    let (known, _folder) =
        pipeline::as_known_on(&office.catalog, &office.data(), date(2023, 12, 10), &mut |_| {})
            .expect("built");
    let metric = office.catalog.find_metric("update_count").expect("a metric");
    let values =
        computed_values(&known, metric, "2023".parse().expect("a period"), &level("commune"));
    assert_eq!(values[0].measure.numerator, 1);
}

#[test]
fn a_blocking_check_keeps_the_old_warehouse() {
    let office = Office::new();
    let good = format!("{HEADING}A1,06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
    office.ingest(&office.file("5.csv", good), &said(5));
    let before = fs::read(published_file(&office.data())).expect("published");

    // A metric whose numerator exceeds its denominator, laid over the content.
    let overlay = tempfile::tempdir().expect("a temporary folder");
    let metrics = overlay.path().join("queries/metrics");
    fs::create_dir_all(&metrics).expect("made");
    let given = overlay.path().join("connectors/given");
    fs::create_dir_all(&given).expect("made");
    fs::copy("tests/content/connectors/given/connector.toml", given.join("connector.toml"))
        .expect("copied");
    let sql = office
        .catalog
        .find_metric("on_time_rate")
        .expect("built in")
        .sql
        .replace("then 1 else 0", "then 2 else 0");
    fs::write(metrics.join("on_time_rate.sql"), sql).expect("written");
    let broken = Catalog::load_content(Some(overlay.path())).expect("well-formed");
    let data = office.data();
    let mut tell = |_: &BuildProgress| {};
    let mut run = PipelineRun {
        catalog: &broken,
        data: &data,
        now: date(2024, 1, 3).at(8, 0, 0, 0),
        progress: &mut tell,
    };
    let Err(PipelineError::Warehouse(WarehouseError::Audit { id, .. })) =
        run.ingest(&[], &IngestOverrides::default())
    else {
        panic!("the check must block")
    };
    assert_eq!(id, "no_more_on_time_than_counted");
    assert_eq!(fs::read(published_file(&office.data())).expect("still there"), before);
}

#[test]
fn an_export_that_cannot_be_staged_is_listed_and_stops_no_other() {
    let overlay = tempfile::tempdir().expect("a temporary folder");
    let given = overlay.path().join("connectors/given");
    fs::create_dir_all(&given).expect("made");
    let toml = "tests/content/connectors/given/connector.toml";
    fs::copy(toml, given.join("connector.toml")).expect("copied");
    // Fails on the texts of some exports only.
    let sql = "select source_sheet, source_row, dossier_code, solving_agency, status, received_at, due_at, ended_at, \
        cast(cast(procedure_code as integer) as string) as procedure_code from raw";
    fs::write(given.join("staging.sql"), sql).expect("written");
    let office = Office::with(Catalog::load_content(Some(overlay.path())).expect("well-formed"));
    let row = |code: &str| format!("{code},06283,finished,2023-12-01,2023-12-08,2023-12-05");
    let heading = HEADING.trim_end();
    let broken = format!("{heading},procedure_code\n{},1\n{},một\n", row("A1"), row("A2"));
    let (_, build) = office.ingest(&office.file("5.csv", broken), &said(5));
    let summary = build.expect("published").sources.remove(0);
    assert_eq!((summary.rows_read, summary.staged.kept, summary.staged.rejected), (2, 0, 2));
    let problem = summary.problem.expect("a problem");
    assert!(problem.contains("5.csv") && problem.contains("Conversion Error"), "{problem}");
    let rejected =
        office.warehouse().provenance.list_rejected_rows(Some("5.csv")).expect("answered");
    let listed: Vec<_> = rejected.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(listed, [(Some(2), "not_staged"), (Some(3), "not_staged")]);

    let whole = format!("{heading},procedure_code\n{},1\n", row("A3"));
    office.ingest(&office.file("6.csv", whole), &said(6));
    let counted = office.value("update_count", "2023", AGENCY);
    assert_eq!(counted.map(|value| value.measure.numerator), Some(1));
}

#[test]
fn a_row_that_is_neither_kept_nor_listed_fails_its_export() {
    let overlay = tempfile::tempdir().expect("a temporary folder");
    let given = overlay.path().join("connectors/given");
    fs::create_dir_all(&given).expect("made");
    let toml = "tests/content/connectors/given/connector.toml";
    fs::copy(toml, given.join("connector.toml")).expect("copied");
    // Not there when rows are kept, there when they are counted.
    let sql = "select source_sheet, source_row, dossier_code, solving_agency, status, received_at, due_at, ended_at \
        from raw where dossier_code <> 'A2' or exists (select 1 from rejected_row)";
    fs::write(given.join("staging.sql"), sql).expect("written");
    let office = Office::with(Catalog::load_content(Some(overlay.path())).expect("well-formed"));
    let row = |code: &str, status: &str| {
        format!("{code},06283,{status},2023-12-01,2023-12-08,2023-12-05\n")
    };
    let rows = [row("A1", "finished"), row("A2", "finished"), row("A3", "")].concat();
    let (_, build) = office.ingest(&office.file("5.csv", format!("{HEADING}{rows}")), &said(5));
    let summary = build.expect("published").sources.remove(0);
    assert_eq!((summary.rows_read, summary.staged.kept, summary.staged.rejected), (3, 0, 3));
    let problem = summary.problem.expect("a problem");
    assert!(problem.contains("5.csv") && problem.contains("đầu tiên là dòng 3"), "{problem}");
}

#[test]
fn a_second_builder_is_told_who_holds_the_lock() {
    let office = Office::new();
    let _held =
        BuildLock::acquire_lock(&office.data(), date(2024, 1, 2).at(8, 0, 0, 0)).expect("free");
    let second = BuildLock::acquire_lock(&office.data(), date(2024, 1, 2).at(9, 0, 0, 0));
    let Err(WarehouseError::Locked { owner }) = second else { panic!("held") };
    assert_eq!(owner, format!("process {} since 2024-01-02 08:00:00", std::process::id()));
}

#[test]
fn of_two_exports_of_one_day_the_later_one_holds() {
    for end in ["", "2023-12-05"] {
        let office = Office::new();
        let row = |status: &str, end: &str| {
            format!("{HEADING}A1,06283,{status},2023-12-01,2023-12-08,{end}\n")
        };
        let (first, second) =
            if end.is_empty() { ("finished", "in_progress") } else { ("in_progress", "finished") };
        let other = if end.is_empty() { "2023-12-05" } else { "" };
        office.ingest(&office.file("a.csv", row(first, other)), &said(15));
        office.ingest(&office.file("b.csv", row(second, end)), &said(15));
        let counted = office.value("on_time_rate", "2023", AGENCY).is_some();
        assert_eq!(counted, !end.is_empty(), "{second} came later");
    }
}

#[test]
fn an_undated_export_that_comes_again_under_a_dated_name_is_of_that_day() {
    let office = Office::new();
    let csv = format!("{HEADING}A1,06283,finished,2023-12-01,2023-12-08,2023-12-05\n");
    let said = IngestOverrides { connector: Some("given".into()), ..IngestOverrides::default() };
    office.ingest(&office.file("ho-so.csv", &csv), &said);
    let (mut taken, build) = office.ingest(&office.file("ho-so-31-12-2023.csv", &csv), &said);
    let Some(Ok(IngestOutcome::Amended(source))) = taken.pop() else {
        panic!("its day is known now")
    };
    assert_eq!(source.snapshot_on, date(2023, 12, 31));
    assert!(build.is_some());
}

#[test]
fn the_offices_scope_mends_an_export_taken_in_without_one() {
    let mut office = Office::new();
    office.own = None;
    let csv = "dossier_code,solving_agency,status,received_at\nA1,Xã An Sơn,finished,2023-12-01\n";
    let path = office.file("5.csv", csv);
    let (_, build) = office.ingest(&path, &said(5));
    assert_eq!(build.expect("built").sources[0].staged.rejected, 1);
    office.own = Some("184");
    let (_, build) = office.ingest(&path, &said(5));
    assert_eq!(build.expect("built").sources[0].staged.rejected, 0);
}

#[test]
fn what_was_said_wrong_of_an_export_can_be_said_anew() {
    let office = Office::new();
    let export =
        office.file("a.csv", format!("{HEADING}A1,06283,in_progress,2023-12-01,2023-12-08,\n"));
    let wrong = IngestOverrides { snapshot_on: Some(date(2026, 1, 1)), ..said(5) };
    office.ingest(&export, &wrong);
    assert_eq!(office.warehouse().known_until, Some(date(2026, 1, 1)));
    let (taken, build) = office.ingest(&export, &said(5));
    assert!(matches!(taken[0], Ok(IngestOutcome::Amended(_))) && build.is_some());
    assert_eq!(office.warehouse().known_until, Some(date(2023, 12, 5)));
    assert_eq!(
        office.value("update_count", "2023", AGENCY).map(|value| value.measure.numerator),
        Some(1)
    );
}

#[test]
fn a_period_after_the_newest_export_has_no_open_dossiers() {
    let office = Office::new();
    office.given(&format!("{HEADING}A1,06283,in_progress,2023-12-01,2024-02-08,\n"));
    let measure = |period: &str| {
        office.value("progress_766", period, AGENCY).map(|value| value.measure.denominator)
    };
    // The export shows 1/1/2024: what is open then is all that is known of January.
    assert_eq!(
        (measure("2023-12"), measure("2024-01"), measure("2024-02")),
        (Some(Some(1)), Some(Some(1)), Some(Some(0)))
    );
}
