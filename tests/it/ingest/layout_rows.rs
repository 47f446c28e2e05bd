//! Rows that are no data are set aside and counted; rows that are data are never set aside.

use crate::support::{intake::Intake, office::AGENCY};

const HEADING: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";
const GOOD: &str = "G1;UBND xã An Sơn;02/01/2023;06/01/2023;06/01/2023;Đã xử lý xong\n";

/// Rows that no table's data are.
const LAYOUT: [&str; 18] = [
    "I. Sở, ban, ngành;;;;;",
    "B - Cấp xã;;;;;",
    "2.1. Lĩnh vực Hộ tịch;;;;;",
    "UBND cấp xã;;;;;",
    "Tổng cộng;480;;;;",
    "Cộng;12;;;;",
    "Tổng số hồ sơ: 480;;;;;",
    ";;;An Sơn, ngày 31 tháng 12 năm 2023;;",
    "Từ ngày 01/01/2023 đến ngày 31/12/2023;;;;;",
    "NGƯỜI LẬP BIỂU;;;CHỦ TỊCH;;",
    "Lương Thị Bịa;;;;;",
    "(1);(2);(3)=(4)+(5);;;",
    "1;2;;;;",
    "12;;;;;",
    "Trang 3/12;;;;;",
    "In lúc 08:15 31/12/2023;;;;;",
    "Ghi chú: số liệu đến 31/12/2023;;;;;",
    HEADING,
];

#[test]
fn a_row_of_layout_is_set_aside_and_counted() {
    let rows = LAYOUT.map(str::trim_end).join("\n");
    let intake = Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}{rows}\n"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.counts(), (1, LAYOUT.len() as u64, 0));
    let counted = intake.office.value("update_count", "2023", AGENCY);
    assert_eq!(counted.map(|value| value.measure.numerator), Some(1));
}

/// Rows of data, the column that is wrong with each, and what is.
const BAD: [&str; 7] = [
    ";xã An Sơn;02/01/2023;06/01/2023;;Đang xử lý|dossier_code|missing",
    ";xã An Sơn;02/01/2023;;;Đang xử lý|dossier_code|missing",
    "H37-01;;02/01/2023;06/01/2023;;Đang xử lý|solving_agency|missing",
    "000.26.18.H37-231204-0009;;;;;|solving_agency|missing",
    "I.5;xã An Sơn;31/02/2023;06/01/2023;;Đang xử lý|received_at|bad_date",
    // Twelve is no number of a page where more is said.
    "12;;;;06/01/2023;Đang xử lý|solving_agency|missing",
    "Tổng cộng;nơi nào;02/01/2023;06/01/2023;;Đang xử lý|solving_agency|unknown_agency",
];

#[test]
fn a_row_of_data_that_lacks_something_is_rejected() {
    let parts = |row: &'static str| -> [&str; 3] {
        let parts: Vec<&str> = row.split('|').collect();
        parts.try_into().expect("three parts")
    };
    let bad = BAD.map(parts);
    let rows = bad.map(|[row, ..]| row).join("\n");
    let intake = Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{GOOD}{rows}\n"));
    let rejected = intake.rejected();
    assert_eq!(intake.counts(), (1, 0, BAD.len() as u64), "{rejected:?}");
    for [row, column, reason] in bad {
        let is_told = |one: &(u64, String, String, String)| one.1 == column && one.2 == reason;
        assert!(rejected.iter().any(is_told), "{row}: {rejected:?}");
    }
}

#[test]
fn sections_totals_and_signatures_of_a_printed_table_are_set_aside() {
    for intake in Intake::of(&[
        "ho-so-2023-12-31-merged.xlsx",
        "ho-so-2023-12-31-merged.xls",
        "ho-so-2023-12-31-merged.ods",
    ]) {
        assert_eq!((intake.read, intake.counts()), (10, (4, 6, 0)), "{}", intake.source.file_name);
    }
}

#[test]
fn an_export_of_layout_alone_gives_no_rows_and_no_error() {
    let csv = format!("{HEADING}Tổng cộng;0;;;;\n;;;An Sơn, ngày 31 tháng 12 năm 2023;;\n");
    assert_eq!(Intake::text("ho-so-2023-12-31.csv", csv).counts(), (0, 2, 0));
}
