//! What a workbook has in place of a text: day numbers, formulas, errors; and what it must not make of a code.

use motcua::pipeline::IngestOverrides;

use crate::support::{intake::Intake, office::Office};

#[test]
fn a_workbook_of_an_old_mac_counts_its_days_from_1904() {
    for intake in Intake::of(&["ngay-1904-2023-12-31.xlsx", "ngay-1904-2023-12-31.xls"]) {
        assert_eq!(
            intake.rows("dossier_code,received_at"),
            ["D01,2023-12-04 08:15:30", "D02,2023-12-04 00:00:00", "D03,2023-12-04 00:00:00"],
            "{}",
            intake.source.file_name
        );
    }
}

#[test]
fn a_formula_is_its_value_and_an_error_is_no_empty_cell_but_listed() {
    for intake in Intake::of(&[
        "cong-thuc-2023-12-31.xlsx",
        "cong-thuc-2023-12-31.xls",
        "cong-thuc-2023-12-31.ods",
    ]) {
        let name = &intake.source.file_name;
        assert_eq!(
            intake.rows("dossier_code,received_at,fee_amount"),
            [
                "F1,2023-12-04 00:00:00,2500.0000",
                "F2,2023-12-04 00:00:00,",
                "F3,2023-12-04 00:00:00,"
            ],
            "{name}"
        );
        let unread =
            |row: u64, text: &str| (row, "fee_amount".into(), "failed_formula".into(), text.into());
        assert_eq!(intake.rejected(), [unread(3, "#N/A"), unread(4, "#DIV/0!")], "{name}");
    }
}

#[test]
fn a_code_keeps_the_zeros_before_it() {
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n00123;06283;;;Đang xử lý\n";
    let page = csv.replace(';', "<td>").replace('\n', "<tr><td>");
    let office = Office::new();
    let paths = [
        office.file("ma-2023-12-31.csv", csv),
        office.file("trang-2023-12-31.csv", format!("<table><tr><td>{page}</table>")),
    ];
    for intake in Intake::by(office, &paths, &IngestOverrides::default()) {
        assert_eq!(
            intake.rows("dossier_code,solving_agency"),
            ["00123,06283"],
            "{}",
            intake.source.file_name
        );
    }
}
