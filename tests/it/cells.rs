//! What a workbook has in place of a text: day numbers, formulas, errors; and what it must not make of a code.

use std::{fmt::Write as _, path::PathBuf};

use jiff::civil::date;
use motcua::pipeline::Said;

use crate::{intake::Intake, office::Office};

#[test]
fn a_workbook_of_an_old_mac_counts_its_days_from_1904() {
    for intake in Intake::of(&["ngay-1904-2023-12-31.xlsx", "ngay-1904-2023-12-31.xls"]) {
        assert_eq!(
            intake.rows("dossier_code,received_at"),
            [
                "D01,2023-12-04 08:15:30",
                "D02,2023-12-04 00:00:00",
                "D03,2023-12-04 00:00:00"
            ],
            "{}",
            intake.source.file_name
        );
    }
}

/// The rows of a CSV, each a text and what is read of it.
fn given(texts: &[(&str, Option<&str>)]) -> Intake {
    let mut csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n".to_owned();
    for (number, (day, _)) in (1..).zip(texts) {
        let _ = writeln!(csv, "A{number};06283;{day};29/12/2023;Đang xử lý");
    }
    Intake::text("ngay-2023-12-31.csv", csv)
}

#[test]
fn a_day_in_a_text_is_read_or_rejected() {
    let texts = [
        // What a system writes for "no day" is an empty cell of the connector.
        ("01/01/0001", Some("")),
        ("2023-12-04 08:15", Some("2023-12-04 08:15:00")),
        ("2023-12-04T08:15:30.123", Some("2023-12-04 08:15:30")),
        ("2023-12-04T20:30:00-05:00", Some("2023-12-05 08:30:00")),
        ("2023-12-04T10:15:30+0900", Some("2023-12-04 08:15:30")),
        ("2023-12-04T10:15+09:00", Some("2023-12-04 08:15:00")),
        ("2023-12-04T10:15:30.5+05:30", Some("2023-12-04 11:45:30")),
        ("4/12/2023 8:05", Some("2023-12-04 08:05:00")),
        ("45264", Some("2023-12-04 00:00:00")),
        ("45264,34409722222", Some("2023-12-04 08:15:30")),
        ("20231304081530", None),
        ("4-12-2023", None),
        ("29/02/2023", None),
        ("2023", None),
        ("1945-09-01", None),
        ("2023-12-04T25:15:00Z", None),
        ("2023-12-0412", None),
        ("hôm qua", None),
    ];
    let intake = given(&texts);
    let read = (1..)
        .zip(texts)
        .filter_map(|(row, (_, read))| Some(format!("A{row},{}", read?)));
    assert_eq!(
        intake.rows("dossier_code,received_at"),
        read.collect::<Vec<_>>()
    );
    let bad = (2..).zip(texts).filter(|(_, (_, read))| read.is_none());
    let bad =
        bad.map(|(row, (text, _))| (row, "received_at".into(), "bad_date".into(), text.into()));
    assert_eq!(intake.rejected(), bad.collect::<Vec<_>>());
}

const NUMBERS: [&str; 3] = [
    "H44,1250000,184513,79.0300",
    "H44.01,1004,1004,100.0000",
    "H44.03,1250000,184513,79.0300",
];

#[test]
fn a_number_is_the_same_as_a_cell_and_as_a_text_with_dots_between_thousands() {
    let office = Office::new();
    let csv = "Mã đơn vị;Tổng tiếp nhận;Đúng hạn;Tỷ lệ đúng hạn (%)\n\
        H44;1.250.000;184.513;79,03\nH44.01;1.004;1004;100\nH44.03;1250000;184.513;79.03\n";
    let workbooks = ["so-2026-08.xlsx", "so-2026-08.xls", "so-2026-08.ods"].map(kept);
    let paths: Vec<PathBuf> = workbooks
        .into_iter()
        .chain([office.file("so-2026-08.csv", csv)])
        .collect();
    let said = Said {
        snapshot_on: Some(date(2026, 9, 1)),
        ..Said::default()
    };
    for intake in Intake::by(office, &paths, &said) {
        let name = &intake.source.file_name;
        assert_eq!(intake.rejected(), [], "{name}");
        assert_eq!(
            intake.rows("agency_code,denominator,numerator,value"),
            NUMBERS,
            "{name}"
        );
    }
}

#[test]
fn a_number_that_is_none_is_rejected() {
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Phí, lệ phí\n\
        A1;06283;;;Đang xử lý;1.00.000\nA2;06283;;;Đang xử lý;-5\nA3;06283;;;Đang xử lý;miễn\nA4;06283;;;Đang xử lý;1.004\n";
    let intake = Intake::text("phi-2023-12-31.csv", csv);
    assert_eq!(intake.rows("dossier_code,fee_amount"), ["A4,1004.0000"]);
    let bad = |row: u64, text: &str| (row, "fee_amount".into(), "bad_number".into(), text.into());
    assert_eq!(
        intake.rejected(),
        [bad(2, "1.00.000"), bad(3, "-5"), bad(4, "miễn")]
    );
}

#[test]
fn a_formula_is_its_value_and_an_error_an_empty_cell_that_is_counted() {
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
        assert_eq!(intake.source.error_cells, 2, "{name}");
        assert_eq!(intake.rejected(), [], "{name}");
    }
}

#[test]
fn a_code_keeps_the_zeros_before_it() {
    let csv = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n00123;06283;;;Đang xử lý\n";
    let page = csv.replace(';', "<td>").replace('\n', "<tr><td>");
    let office = Office::new();
    let paths = [
        office.file("ma-2023-12-31.csv", csv),
        office.file(
            "trang-2023-12-31.csv",
            format!("<table><tr><td>{page}</table>"),
        ),
    ];
    for intake in Intake::by(office, &paths, &Said::default()) {
        assert_eq!(
            intake.rows("dossier_code,solving_agency"),
            ["00123,06283"],
            "{}",
            intake.source.file_name
        );
    }
}
