//! Books that begin anew each year or month give the number of one dossier to another: only one is counted, which is told.

use jiff::civil::date;
use motcua::{pipeline::IngestOverrides, warehouse::WarehouseBuild};
use rstest::rstest;

use crate::support::office::Office;

const HEADING: &str = "Mã hồ sơ;Tên TTHC;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
const CHECK: &str = "one_code_of_two_dossiers";

/// Takes in exports of days that follow each other.
fn taken(exports: &[Vec<&str>]) -> (Office, WarehouseBuild) {
    let office = Office::new();
    let mut newest = None;
    for (number, rows) in exports.iter().enumerate() {
        let csv = format!("{HEADING}{}\n", rows.join("\n"));
        let path = office.file(&format!("so-2023-12-{:02}.csv", 10 + number), csv);
        let now = date(2024, 1, 2).at(8, 0, 0, 0);
        let (taken, build) = office.ingest_at(&path, &IngestOverrides::default(), now);
        assert!(taken[0].is_ok(), "{taken:?}");
        newest = build;
    }
    (office, newest.expect("built"))
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

#[rstest]
#[case::of_another_procedure(vec![vec![BIRTH_2022, DEATH_2023]], "0123,2023-01-05")]
#[case::in_any_order(vec![vec![DEATH_2023, BIRTH_2022]], "0123,2023-01-05")]
#[case::of_one_procedure_and_done_before(vec![vec![BIRTH_2022, BIRTH_2023]], "0123,2023-01-05")]
#[case::of_two_exports_and_done_before(vec![vec![BIRTH_2022], vec![DEATH_2023]], "0123,2023-01-05")]
// The book of each year, with nothing but the days to tell them apart.
#[case::of_two_exports_and_one_procedure(vec![vec![BIRTH_2022], vec![BIRTH_2023]], "0123,2023-01-05")]
// Both open, in a book of months.
#[case::of_months(
    vec![vec!["HS-0007;Khai sinh;06283;05/10/2023;10/12/2023;;Đang xử lý", "HS-0007;Khai tử;06283;03/11/2023;10/12/2023;;Đang xử lý"]],
    "HS-0007,2023-11-03"
)]
#[case::six_figures_are_no_day(
    vec![vec!["MC-000123-TN;Khai sinh;06283;05/01/2022;10/01/2022;07/01/2022;Đã xử lý xong",
        "MC-000123-TN;Khai tử;06283;05/01/2023;10/01/2023;12/01/2023;Đã xử lý xong"]],
    "MC-000123-TN,2023-01-05"
)]
#[case::procedure_and_day_put_right(
    vec![vec!["0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý"], vec!["0123;Khai tử;06283;05/02/2023;10/03/2023;;Đang xử lý"]],
    "0123,2023-02-05"
)]
fn a_code_that_may_be_of_two_dossiers_is_told(
    #[case] exports: Vec<Vec<&str>>,
    #[case] counted: &str,
) {
    let (office, build) = taken(&exports);
    assert_eq!(dossiers(&office), [counted]);
    let finding = build.findings.iter().find(|one| one.check_id == CHECK).expect("told");
    assert_eq!(finding.found, 1, "{finding:?}");
    assert!(!finding.sources.is_empty(), "{finding:?}");
    assert!(
        finding.first.contains("mới tính một") && finding.first.contains("tệp so-2023-12-10.csv"),
        "{finding:?}"
    );
}

#[rstest]
#[case::the_day_put_right(vec![
    vec!["0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý"],
    vec!["0123;Khai sinh;06283;05/02/2023;10/03/2023;;Đang xử lý"],
])]
#[case::days_apart(vec![vec![
    "0123;Khai sinh;06283;05/01/2023;10/03/2023;;Đang xử lý", "0123;Khai sinh;06283;12/01/2023;10/03/2023;;Đang xử lý",
]])]
#[case::a_code_that_holds_its_day(vec![vec![
    "000.26.18.H37-220105-0123;Khai sinh;06283;05/01/2022;10/01/2022;07/01/2022;Đã xử lý xong",
    "000.26.18.H37-220105-0123;Khai tử;06283;05/01/2023;10/01/2023;12/01/2023;Đã xử lý xong",
]])]
fn what_was_put_right_is_not_told(#[case] exports: Vec<Vec<&str>>) {
    let (_, build) = taken(&exports);
    assert!(build.findings.iter().all(|one| one.check_id != CHECK), "{:?}", build.findings);
}
