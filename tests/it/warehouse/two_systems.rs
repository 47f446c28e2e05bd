//! A commune's report of two systems: the same sectors in both, kept by system and added.

use jiff::civil::date;
use motcua::{pipeline::IngestOverrides, warehouse::query::Warehouse};
use rstest::rstest;

use crate::support::{intake::Intake, office::Office};

const HEADING: [[&str; 13]; 3] = [
    [
        "STT",
        "Lĩnh vực giải quyết",
        "Số hồ sơ tiếp nhận",
        "",
        "",
        "",
        "Số hồ sơ đã giải quyết",
        "",
        "",
        "",
        "Số hồ sơ đang giải quyết",
        "",
        "",
    ],
    [
        "",
        "",
        "Tổng số",
        "Trong kỳ",
        "",
        "Từ kỳ trước",
        "Tổng số",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "Tổng số",
        "Trong hạn",
        "Quá hạn",
    ],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "", "", "", "", "", "", "", ""],
];

/// Of each row: its number, its name, and the counts of columns (3) to (13).
type Line = (&'static str, &'static str, [u32; 11]);

/// A cell that is left empty.
const EMPTY: u32 = u32::MAX;

const MINISTRY: [Line; 3] = [
    ("I", "Trên Hệ thống các Bộ", [150, 100, 40, 10, 130, 100, 25, 5, 20, 18, 2]),
    ("1", "Hộ tịch", [100, 70, 25, 5, 90, 70, 17, 3, 10, 9, 1]),
    ("2", "Đất đai", [50, 30, 15, 5, 40, 30, 8, 2, 10, 9, 1]),
];
const PROVINCE: [Line; 3] = [
    ("II", "Trên Hệ thống tỉnh", [80, 50, 25, 5, 70, 50, 15, 5, 10, 8, 2]),
    ("1", "Hộ tịch", [30, 20, 8, 2, 25, 20, 4, 1, 5, 4, 1]),
    ("2", "Chứng thực", [50, 30, 17, 3, 45, 30, 11, 4, 5, 4, 1]),
];
const TOTAL: Line = ("TỔNG CỘNG", "", [230, 150, 65, 15, 200, 150, 40, 10, 30, 26, 4]);

fn report(lines: &[Line]) -> Warehouse {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("UBND xã Hy Cương").expect("a name");
    for (row, cells) in (0..).zip(HEADING) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).expect("written");
        }
    }
    for (row, (number, name, counts)) in (3..).zip(lines) {
        sheet.write(row, 0, *number).expect("written");
        if !name.is_empty() {
            sheet.write(row, 1, *name).expect("written");
        }
        for (column, count) in (2..).zip(counts).filter(|(_, count)| **count != EMPTY) {
            sheet.write(row, column, *count).expect("written");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let office = Office::new();
    let path = office.file("bieu-06a-2026-08.xlsx", bytes);
    let (snapshot_on, scope) = (Some(date(2026, 9, 26)), Some("H44".into()));
    let said = IngestOverrides { snapshot_on, scope, ..IngestOverrides::default() };
    Intake::by(office, &[path], &said).remove(0).office.warehouse()
}

/// Column (3) and column (13) by sector, of all systems together.
fn added(warehouse: &Warehouse) -> Vec<String> {
    let rows = warehouse
        .provenance
        .write_staged_csv("figure", "sector,indicator,numerator")
        .expect("figures");
    let is_asked =
        |row: &&str| row.contains("and_carried_over") || row.contains("progress_overdue");
    let mut rows: Vec<String> = rows.lines().filter(is_asked).map(Into::into).collect();
    rows.sort();
    rows
}

#[test]
fn the_same_sector_of_two_systems_is_added_and_the_total_is_the_one_that_is_said() {
    let lines = [&MINISTRY[..], &PROVINCE, &[TOTAL]].concat();
    let warehouse = report(&lines);
    assert_eq!(
        added(&warehouse),
        [
            ",in_progress_overdue,4",
            ",received_and_carried_over,230",
            "Chứng thực,in_progress_overdue,1",
            "Chứng thực,received_and_carried_over,50",
            "Hộ tịch,in_progress_overdue,2",
            "Hộ tịch,received_and_carried_over,130",
            "Đất đai,in_progress_overdue,1",
            "Đất đai,received_and_carried_over,50",
        ]
    );
    // Nothing but that nobody knows whether a dossier stands in both.
    let found = warehouse.provenance.count_found(None).expect("checks");
    assert_eq!(found, [("sectors_in_two_systems".to_owned(), 1)].into());
}

#[test]
fn without_a_row_of_totals_the_systems_own_totals_are_added() {
    let warehouse = report(&[&MINISTRY[..], &PROVINCE].concat());
    assert_eq!(
        added(&warehouse)[..2],
        [",in_progress_overdue,4", ",received_and_carried_over,230"]
    );
}

#[test]
fn sections_that_are_no_systems_are_added_alike() {
    let own = [("A", "Lĩnh vực cấp xã"), ("B", "Lĩnh vực khác")];
    let mut lines = [&MINISTRY[..], &PROVINCE, &[TOTAL]].concat();
    for (line, (number, name)) in [0, 3].into_iter().zip(own) {
        (lines[line].0, lines[line].1) = (number, name);
    }
    assert!(added(&report(&lines)).contains(&"Hộ tịch,received_and_carried_over,130".to_owned()));
}

/// A report of which one number is another than it should be, and what is said of it.
#[rstest]
// Hộ tịch of the province: 31 = 20 + 8 + 2 is no balance, and 31 + 50 is not the 80 of its section, nor 230 with the rest.
#[case::a_sector(4, 0, &["bieu_06a_adds_up", "sectors_add_up"])]
// Its section's: 81 is neither 50 + 25 + 5 nor 30 + 50.
#[case::a_section(3, 0, &["bieu_06a_adds_up", "sectors_add_up"])]
// The report's: 27 are neither 26 + 4 nor 20 + 10.
#[case::the_total(6, 8, &["bieu_06a_adds_up", "sectors_add_up"])]
fn a_sum_that_does_not_fit_is_said(
    #[case] line: usize,
    #[case] column: usize,
    #[case] checks: &[&str],
) {
    let mut lines = [&MINISTRY[..], &PROVINCE, &[TOTAL]].concat();
    lines[line].2[column] += 1;
    let found = report(&lines).provenance.count_found(None).expect("checks");
    let mut found: Vec<&String> = found.keys().collect();
    found.retain(|id| *id != "sectors_in_two_systems");
    found.sort();
    assert_eq!(found, checks);
}

/// A section's own line says one column alone: it is held against its sectors, which come to 150, …, 100, 25, …, 2.
#[rstest]
#[case::as_a_number_of_a_page(0, 32, true)]
#[case::of_one_digit(4, 7, true)]
#[case::of_three(5, 101, true)]
#[case::in_the_last_column(10, 32, true)]
#[case::it_fits(6, 25, false)]
fn one_count_beside_a_section_is_held_against_its_sectors(
    #[case] column: usize,
    #[case] count: u32,
    #[case] is_said: bool,
) {
    let mut lines = [&MINISTRY[..], &PROVINCE, &[TOTAL]].concat();
    for (line, counted) in [(0, count), (3, PROVINCE[0].2[column])] {
        lines[line].2 = [EMPTY; 11];
        lines[line].2[column] = counted;
    }
    let found = report(&lines).provenance.count_found(None).expect("checks");
    assert_eq!(found.contains_key("sectors_add_up"), is_said, "{found:?}");
}
