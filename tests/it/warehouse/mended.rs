//! Rows that could not be used, and came again: what was mended is closed, what was not is open once.

use jiff::civil::{Date, date};
use motcua::{pipeline::IngestOverrides, view::rejected::keep_open, warehouse::query::RejectedRow};

use crate::support::office::Office;

const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at\n";
/// Rows 3 to 5 cannot be used: nobody has this name, no code, no day.
const WRONG: &str = "A1,06283,in_progress,2023-12-01,2023-12-05\n\
    A2,Xã Không Có,in_progress,2023-12-01,2023-12-05\n\
    ,06283,in_progress,2023-12-02,2023-12-05\n\
    A4,06283,in_progress,ngày mai,2023-12-05\n";
/// All but A4 is mended.
const MENDED: &str = "A1,06283,in_progress,2023-12-01,2023-12-05\n\
    A2,06283,in_progress,2023-12-01,2023-12-05\n\
    A3,06283,in_progress,2023-12-02,2023-12-05\n\
    A4,06283,in_progress,ngày mai,2023-12-05\n";

fn take(office: &Office, name: &str, rows: &str, snapshot_on: Date, hour: i8) {
    let path = office.file(name, format!("{HEADING}{rows}"));
    let said = IngestOverrides {
        connector: Some("given".into()),
        snapshot_on: Some(snapshot_on),
        ..IngestOverrides::default()
    };
    office.ingest_at(&path, &said, date(2024, 1, 2).at(hour, 0, 0, 0));
}

fn problems(office: &Office) -> Vec<RejectedRow> {
    office.warehouse().provenance.list_rejected_rows(None).expect("answered")
}

/// File and row of what is open.
fn open(office: &Office) -> Vec<(String, u64)> {
    let mut rows = problems(office);
    keep_open(&mut rows);
    rows.into_iter().map(|row| (row.file_name, row.row.unwrap_or_default())).collect()
}

fn at(file: &str, row: u64) -> (String, u64) {
    (file.to_owned(), row)
}

const DAY: Date = date(2024, 1, 1);

#[test]
fn what_comes_mended_is_closed_and_what_does_not_is_open_once() {
    let office = Office::new();
    take(&office, "so.csv", WRONG, DAY, 8);
    assert_eq!(open(&office), [at("so.csv", 3), at("so.csv", 4), at("so.csv", 5)]);
    take(&office, "so-da-sua.csv", MENDED, DAY, 9);
    assert_eq!(open(&office), [at("so-da-sua.csv", 5)], "A4 is the newer file's to mend");
    let mended: Vec<(u64, String)> = (problems(&office).into_iter())
        .filter_map(|row| Some((row.row?, row.mended_by?)))
        .collect();
    let by = "so-da-sua.csv".to_owned();
    assert_eq!(
        mended,
        [(3, by.clone()), (4, by)],
        "the row without a code came with the rest of its file"
    );
    let sources = office.warehouse().provenance.list_sources().expect("answered");
    let counts: Vec<_> =
        sources.iter().map(|it| (&*it.file_name, it.rows_rejected, it.rows_mended)).collect();
    assert_eq!(counts, [("so-da-sua.csv", 1, 0), ("so.csv", 3, 2)]);
}

#[test]
fn a_row_is_mended_by_a_later_day_and_not_by_an_earlier_one() {
    let office = Office::new();
    take(&office, "tuan-1.csv", WRONG, DAY, 8);
    take(&office, "cu.csv", "A2,06283,in_progress,2023-12-01,2023-12-05\n", date(2023, 12, 25), 9);
    assert_eq!(open(&office).len(), 3, "an older export says nothing of the newer one");
    take(&office, "tuan-2.csv", "A2,06283,finished,2023-12-01,2023-12-05\n", date(2024, 1, 8), 10);
    assert_eq!(open(&office), [at("tuan-1.csv", 4), at("tuan-1.csv", 5)]);
}

#[test]
fn a_file_of_others_mends_no_row_without_a_code() {
    let office = Office::new();
    take(&office, "an-son.csv", WRONG, DAY, 8);
    take(&office, "hoa-binh.csv", "B1,06274,in_progress,2023-12-01,2023-12-05\n", DAY, 9);
    assert_eq!(open(&office).len(), 3);
}

#[test]
fn a_value_of_a_kept_row_is_mended_when_it_can_be_read() {
    let office = Office::new();
    take(&office, "so.csv", "A1,06283,in_progress,2023-12-01,mai\n", DAY, 8);
    let first = problems(&office);
    assert!(first[0].is_kept && first[0].mended_by.is_none(), "{first:?}");
    take(&office, "so-2.csv", "A1,06283,in_progress,2023-12-01,2023-12-05\n", DAY, 9);
    assert_eq!(open(&office), []);
}

/// Two files that come in together are of one moment; which of them mended a row must not hang on the order in which they were read.
#[test]
fn of_files_that_came_in_together_the_one_that_mended_a_row_is_the_same_whatever_their_order() {
    let by = |names: [&str; 2]| {
        let office = Office::new();
        take(&office, "so.csv", WRONG, DAY, 8);
        let paths = names.map(|name| {
            let own = format!("{name},06283,finished,2023-12-01,2023-12-05\n");
            office.file(&format!("{name}.csv"), format!("{HEADING}{MENDED}{own}"))
        });
        let said = IngestOverrides {
            connector: Some("given".into()),
            snapshot_on: Some(DAY),
            ..IngestOverrides::default()
        };
        office.ingest_all(&paths, &said, date(2024, 1, 2).at(9, 0, 0, 0));
        let mended = problems(&office).into_iter().filter_map(|row| row.mended_by);
        mended.collect::<Vec<String>>()
    };
    let told = by(["mot", "hai"]);
    assert_eq!(told.len(), 2);
    assert_eq!(told, by(["hai", "mot"]));
}
