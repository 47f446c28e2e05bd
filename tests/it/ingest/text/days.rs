//! Days as exports write them.

use crate::support::intake::Intake;

const DAYS: [&str; 13] = [
    "D01,2023-12-04 08:15:30",
    "D02,2023-12-04 00:00:00",
    "D03,2023-12-04 00:00:00",
    "D04,2023-12-04 00:00:00",
    "D05,2023-12-04 00:00:00",
    "D06,2023-12-04 08:15:30",
    "D07,2023-12-04 08:15:30",
    "D08,2023-12-04 08:15:30",
    "D09,2023-12-04 08:15:30",
    "D10,2023-12-04 00:00:00",
    "D11,2023-12-04 00:00:00",
    "D12,2023-12-04 12:00:00",
    "D15,2023-05-06 00:00:00",
];

#[test]
fn a_day_is_read_in_every_writing_and_an_impossible_one_rejected_with_its_row() {
    for intake in
        Intake::of(&["ngay-2023-12-31.xlsx", "ngay-2023-12-31.xls", "ngay-2023-12-31.ods"])
    {
        let name = &intake.source.file_name;
        assert_eq!(intake.rows("dossier_code,received_at"), DAYS, "{name}");
        let bad = |row: u64, day: &str| (row, "received_at".into(), "bad_date".into(), day.into());
        let rejected = [bad(14, "31/02/2023"), bad(15, "12/31/2023"), bad(17, "01/02/0001")];
        assert_eq!(intake.rejected(), rejected, "{name}");
    }
}

/// The rows of a CSV, each a text and what is read of it.
fn given(texts: &[(&str, Option<&str>)]) -> Intake {
    let heading = "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái".to_owned();
    let row = |(number, (day, _)): (i32, &(&str, _))| {
        format!("A{number};06283;{day};29/12/2023;Đang xử lý")
    };
    let csv: Vec<String> = [heading].into_iter().chain((1..).zip(texts).map(row)).collect();
    Intake::text("ngay-2023-12-31.csv", csv.join("\n"))
}

#[test]
fn a_day_in_a_text_is_read_or_rejected() {
    let texts = [
        // What a system writes for "no day" is an empty cell of the connector.
        ("01/01/0001", Some("")),
        ("2023-12-04 08:15", Some("2023-12-04 08:15:00")),
        ("2023-12-04T08:15:30.123", Some("2023-12-04 08:15:30.123")),
        ("2023-12-04T20:30:00-05:00", Some("2023-12-05 08:30:00")),
        ("2023-12-04T10:15:30+0900", Some("2023-12-04 08:15:30")),
        ("2023-12-04T10:15+09:00", Some("2023-12-04 08:15:00")),
        ("2023-12-04T10:15:30.5+05:30", Some("2023-12-04 11:45:30.5")),
        ("4/12/2023 8:05", Some("2023-12-04 08:05:00")),
        ("04/12/2023 08:15:30.000", Some("2023-12-04 08:15:30")),
        ("4/12/23 8:05:07", Some("2023-12-04 08:05:07")),
        ("45264", Some("2023-12-04 00:00:00")),
        ("45264,34409722222", Some("2023-12-04 08:15:30")),
        ("4-12-2023", Some("2023-12-04 00:00:00")),
        ("16h30 04/12/2023", Some("2023-12-04 16:30:00")),
        ("04:30:00 CH 04/12/2023", Some("2023-12-04 16:30:00")),
        ("ngày 4 tháng 12 năm 2023", Some("2023-12-04 00:00:00")),
        ("04.12.2023 - 16:30", Some("2023-12-04 16:30:00")),
        ("07-Dec-23", Some("2023-12-07 00:00:00")),
        ("07-DEC-23 08:15", Some("2023-12-07 08:15:00")),
        ("7-Dec-2023", Some("2023-12-07 00:00:00")),
        ("07-Dec-2023 08:15:30", Some("2023-12-07 08:15:30")),
        ("2023/12/04", Some("2023-12-04 00:00:00")),
        ("1701652530000", Some("2023-12-04 08:15:30")),
        ("/Date(1701652530000+0700)/", Some("2023-12-04 08:15:30")),
        ("2023-12-04T08:15:30.1234567", Some("2023-12-04 08:15:30.123456")),
        ("2023-12-04T24:00:00+07:00", Some("2023-12-04 23:59:59.999999")),
        ("2023-12-04T24:00:00.000+0700", Some("2023-12-04 23:59:59.999999")),
        ("2023-12-04T24:00:00Z", Some("2023-12-05 06:59:59.999999")),
        ("24 giờ ngày 04/12/2023", Some("2023-12-04 23:59:59.999999")),
        ("24h 4-12-2023", Some("2023-12-04 23:59:59.999999")),
        ("24h00 04/12/2023", Some("2023-12-04 23:59:59.999999")),
        ("20231204240000", Some("2023-12-04 23:59:59.999999")),
        ("16 giờ 04/12/2023", Some("2023-12-04 16:00:00")),
        ("16 giờ 30 phút 04/12/2023", Some("2023-12-04 16:30:00")),
        ("24:30 04/12/2023", None),
        ("2023-12-04T24:30:00+07:00", None),
        ("20231304081530", None),
        ("29/02/2023", None),
        ("2023", None),
        ("1945-09-01", None),
        ("2023-12-04T25:15:00Z", None),
        ("2023-12-0412", None),
        ("hôm qua", None),
    ];
    let intake = given(&texts);
    let read = (1..).zip(texts).filter_map(|(row, (_, read))| Some(format!("A{row},{}", read?)));
    assert_eq!(intake.rows("dossier_code,received_at"), read.collect::<Vec<_>>());
    let bad = (2..).zip(texts).filter(|(_, (_, read))| read.is_none());
    let bad =
        bad.map(|(row, (text, _))| (row, "received_at".into(), "bad_date".into(), text.into()));
    assert_eq!(intake.rejected(), bad.collect::<Vec<_>>());
}
