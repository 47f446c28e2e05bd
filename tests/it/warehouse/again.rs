//! Taking in again, and in another order, changes no number.

use std::{fs, path::PathBuf};

use jiff::civil::{DateTime, date};
use motcua::{
    pipeline::{IngestOutcome, IngestOverrides},
    warehouse::query::{AgencyFilter, AgencyLevel},
};

use crate::support::{
    intake::kept,
    office::{Office, published_file},
};

const NOW: DateTime = date(2024, 1, 2).at(8, 0, 0, 0);

/// Exports of several kinds; two tell of one dossier on different days, and one has a bad row.
fn exports(office: &Office) -> Vec<PathBuf> {
    let heading =
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái";
    let row =
        |ended: &str, status: &str| format!("S1;06283;04/12/2023;08/12/2023;{ended};{status}");
    let older = format!("{heading}\n{}\nS2;nơi nào;;;;Đang xử lý\n", row("", "Đang xử lý"));
    let newer = format!("{heading}\n{}\n", row("11/12/2023", "Đã xử lý xong"));
    let names = [
        "ho-so-2023-12-31-cp1258.csv",
        "ho-so-2023-12-31-merged.xlsx",
        "ngay-2023-12-31.xls",
        "trang-tinh-2023-12-31.ods",
    ];
    let samples =
        ["connectors/dvcqg_sync_json/sample.json", "connectors/progress_json/sample.json"];
    let own = [office.file("a-2023-12-05.csv", older), office.file("b-2023-12-20.csv", newer)];
    (names.map(kept).into_iter()).chain(samples.map(PathBuf::from)).chain(own).collect()
}

/// The data tables and some metrics, without what hangs on which file came first.
fn numbers(office: &Office) -> Vec<String> {
    let version = "dossier_code,procedure_code,procedure_name,solving_agency,channel,received_at,due_at,ended_at,status,\
        fee_amount,snapshot_at,source_id,source_sheet,source_row";
    let tables = [
        ("dossier_version", version),
        ("progress_step_version", "dossier_code,handled_at,status,source_id,source_row"),
        ("dossier", "dossier_code,solving_agency,status,received_at,due_at,ended_at,fee_amount"),
    ];
    let mut numbers = Vec::new();
    for (table, columns) in tables {
        let rows = office.warehouse().provenance.write_staged_csv(table, columns).expect("staged");
        assert!(rows.lines().count() > 3, "{table}: {rows}");
        numbers.extend(rows.lines().map(|row| format!("{table}: {row}")));
    }
    let all = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    for metric in ["update_count", "on_time_rate", "full_online_rate", "online_payment_rate"] {
        for value in office.list(metric, "2023", false, &all) {
            numbers.push(format!("{metric}: {} {:?}", value.agency_code, value.measure));
        }
    }
    numbers.sort();
    numbers
}

#[test]
fn taking_in_everything_twice_changes_no_number() {
    let office = Office::new();
    let paths = exports(&office);
    office.ingest_all(&paths, &IngestOverrides::default(), NOW);
    let (before, published) = (numbers(&office), fs::read(published_file(&office.data())));
    let (taken, build) =
        office.ingest_all(&paths, &IngestOverrides::default(), date(2024, 3, 1).at(8, 0, 0, 0));
    assert_eq!(taken.len(), paths.len());
    assert!(taken.iter().all(|taken| matches!(taken, Ok(IngestOutcome::Known(_)))), "{taken:?}");
    assert!(build.is_none(), "there is nothing new to build");
    assert!(fs::read(published_file(&office.data())).ok() == published.ok());
    assert_eq!(numbers(&office), before);
}

#[test]
fn the_order_of_the_files_changes_no_number() {
    let office = Office::new();
    let paths = exports(&office);
    office.ingest_all(&paths, &IngestOverrides::default(), NOW);
    let one_by_one = Office::new();
    for path in exports(&one_by_one).into_iter().rev() {
        one_by_one.ingest(&path, &IngestOverrides::default());
    }
    assert_eq!(numbers(&one_by_one), numbers(&office));
}
