//! Books that begin anew each year or month give the number of one dossier to another: both count, or it is told.

use jiff::civil::date;
use motcua::{pipeline::IngestOverrides, warehouse::WarehouseBuild};
use rstest::rstest;

use crate::support::office::{AGENCY, Office};

const HEADING: &str = "Mã hồ sơ;Tên TTHC;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
const CHECK: &str = "one_code_of_two_dossiers";

/// Takes in exports of days that follow each other.
fn taken(exports: &[Vec<&str>]) -> (Office, WarehouseBuild) {
    let office = Office::new();
    let mut built = None;
    for (number, rows) in exports.iter().enumerate() {
        let csv = format!("{HEADING}{}\n", rows.join("\n"));
        let path = office.file(&format!("so-2023-12-{:02}.csv", 10 + number), csv);
        let now = date(2024, 1, 2).at(8, 0, 0, 0);
        let (taken, build) = office.ingest_at(&path, &IngestOverrides::default(), now);
        assert!(taken[0].is_ok(), "{taken:?}");
        built = build;
    }
    (office, built.expect("built"))
}

fn dossiers(office: &Office) -> Vec<String> {
    let staged = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier", "dossier_code,received_at")
        .expect("answered");
    let mut rows: Vec<String> =
        staged.lines().skip(1).map(|row| row.replace(" 00:00:00", "")).collect();
    rows.sort();
    rows
}

const BIRTH_2022: &str = "0123;Khai sinh;06283;05/01/2022;10/01/2022;07/01/2022;Đã xử lý xong";
const DEATH_2023: &str = "0123;Khai tử;06283;05/01/2023;10/01/2023;12/01/2023;Đã xử lý xong";
const BIRTH_2023: &str = "0123;Khai sinh;06283;05/01/2023;10/01/2023;12/01/2023;Đã xử lý xong";
const BOTH: [&str; 2] = ["0123 (05/01/2022),2022-01-05", "0123,2023-01-05"];

#[rstest]
#[case::of_another_procedure(vec![vec![BIRTH_2022, DEATH_2023]], &BOTH)]
#[case::in_any_order(vec![vec![DEATH_2023, BIRTH_2022]], &BOTH)]
#[case::of_one_procedure_and_done_before(vec![vec![BIRTH_2022, BIRTH_2023]], &BOTH)]
#[case::of_two_exports_and_done_before(vec![vec![BIRTH_2022], vec![DEATH_2023]], &BOTH)]
// Both open, in a book of months.
#[case::of_months(
    vec![vec!["HS-0007;Khai sinh;06283;05/10/2023;10/12/2023;;Đang xử lý", "HS-0007;Khai tử;06283;03/11/2023;10/12/2023;;Đang xử lý"]],
    &["HS-0007 (05/10/2023),2023-10-05", "HS-0007,2023-11-03"]
)]
// Both told again by a later export.
#[case::told_again_later(vec![vec![BIRTH_2022, DEATH_2023], vec![DEATH_2023, BIRTH_2022]], &BOTH)]
#[case::the_last_put_right(
    vec![vec![BIRTH_2022, DEATH_2023], vec!["0123;Khai tử;06283;09/01/2023;10/01/2023;12/01/2023;Đã xử lý xong"]],
    &["0123 (05/01/2022),2022-01-05", "0123,2023-01-09"]
)]
#[case::three_years(
    vec![vec!["0123;Kết hôn;06283;04/01/2021;10/01/2021;06/01/2021;Đã xử lý xong", BIRTH_2022], vec![BIRTH_2022, DEATH_2023]],
    &["0123 (04/01/2021),2021-01-04", "0123 (05/01/2022),2022-01-05", "0123,2023-01-05"]
)]
fn dossiers_that_share_a_code_are_counted_each(
    #[case] exports: Vec<Vec<&str>>,
    #[case] expected: &[&str],
) {
    let (office, build) = taken(&exports);
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(dossiers(&office), expected);
    let found: Vec<&str> = build.findings.iter().map(|one| &*one.check_id).collect();
    assert_eq!(found, [CHECK]);
    let finding = &build.findings[0];
    assert_eq!(finding.found, expected.len() - 1, "{finding:?}");
    assert!(!finding.sources.is_empty(), "{finding:?}");
    assert!(finding.first.contains("tính là hai hồ sơ"), "{finding:?}");
    assert!(build.sources.iter().all(|one| one.told_again.differing == 0), "{:?}", build.sources);
}

#[test]
fn each_of_them_is_in_its_own_year_and_has_its_own_history() {
    let (office, _) = taken(&[vec![BIRTH_2022, DEATH_2023]]);
    let rate = |year: &str| {
        office.value("on_time_rate", year, AGENCY).expect("listed").measure.shown_counts()
    };
    assert_eq!(rate("2022"), (Some(1), Some(1)));
    assert_eq!(rate("2023"), (Some(0), Some(1)));
    let warehouse = office.warehouse();
    let procedures = |code: &str| -> Vec<Option<String>> {
        let history = warehouse.dossiers.read_history(code).expect("answered");
        history.into_iter().map(|version| version.procedure_name).collect()
    };
    assert_eq!(procedures("0123"), [Some("Khai tử".to_owned())]);
    assert_eq!(procedures("0123 (05/01/2022)"), [Some("Khai sinh".to_owned())]);
}

#[rstest]
#[case::the_day_put_right(
    vec![vec!["0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý"], vec!["0123;Khai sinh;06283;05/02/2023;10/03/2023;;Đang xử lý"]],
    "0123,2023-02-05", false
)]
#[case::the_day_put_right_when_done(vec![vec![BIRTH_2022], vec!["0123;Khai sinh;06283;05/03/2022;10/03/2022;07/03/2022;Đã xử lý xong"]], "0123,2022-03-05", false)]
#[case::procedure_and_day_put_right(
    vec![vec!["0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý"], vec!["0123;Khai tử;06283;05/02/2023;10/03/2023;;Đang xử lý"]],
    "0123,2023-02-05", true
)]
#[case::days_apart(vec![vec!["0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý", "0123;Khai sinh;06283;12/01/2023;10/03/2023;;Đang xử lý"]], "0123,2023-01-12", false)]
#[case::a_code_that_holds_its_day(
    vec![vec!["000.26.18.H37-220105-0123;Khai sinh;06283;05/01/2022;10/01/2022;07/01/2022;Đã xử lý xong",
        "000.26.18.H37-220105-0123;Khai tử;06283;05/01/2023;10/01/2023;12/01/2023;Đã xử lý xong"]],
    "000.26.18.H37-220105-0123,2023-01-05", false
)]
fn one_dossier_told_otherwise_stays_one(
    #[case] exports: Vec<Vec<&str>>,
    #[case] expected: &str,
    #[case] is_told: bool,
) {
    let (office, build) = taken(&exports);
    assert_eq!(dossiers(&office), [expected]);
    let found: Vec<&str> = build.findings.iter().map(|one| &*one.check_id).collect();
    assert_eq!(found, if is_told { &[CHECK][..] } else { &[] });
    if is_told {
        let first = &build.findings[0].first;
        assert!(
            first.contains("dòng 2, tệp so-2023-12-10.csv") && first.contains("mới tính một"),
            "{first}"
        );
    }
}
