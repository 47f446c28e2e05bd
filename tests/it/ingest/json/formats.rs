//! JSON as portals answer it, as people save it and as programs log it: always the same rows.

use motcua::pipeline::IngestOverrides;
use rstest::rstest;

use crate::support::{
    intake::{Intake, refused},
    office::Office,
};

const RECORDS: [&str; 2] = [
    r#"{"MaHoSo": "0012", "ThoiDiemXuLy": "20231204081500", "PhongBanXuLy": "Một cửa", "TrangThai": "2", "NguoiXuLy": "Lương Thị Bịa"}"#,
    r#"{"MaHoSo": "0013", "ThoiDiemXuLy": "2023-12-04T03:00:00Z", "TrangThai": 4}"#,
];

fn array() -> String {
    format!("[{}]", RECORDS.join(",\n"))
}

fn envelope() -> String {
    format!(r#"{{"code": 200, "data": {}, "message": null}}"#, array())
}

fn utf16(text: &str) -> Vec<u8> {
    let bytes = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(bytes).collect()
}

#[test]
fn every_writing_of_the_records_gives_the_same_rows() {
    let writings = [
        ("array", array().into_bytes()),
        ("envelope", envelope().into_bytes()),
        ("envelope-in-a-line", envelope().replace('\n', "").into_bytes()),
        ("lines", RECORDS.join("\n").into_bytes()),
        ("lines-of-windows", format!("{}\r\n", RECORDS.join("\r\n")).into_bytes()),
        ("marked", format!("\u{FEFF}{}", envelope()).into_bytes()),
        ("utf16", utf16(&envelope())),
        ("lines-in-utf16", utf16(&RECORDS.join("\r\n"))),
        ("called", format!("callback({});", array()).into_bytes()),
        ("called-envelope", format!("/**/jQuery1.done({} )\n", envelope()).into_bytes()),
        ("indented", envelope().replace(", ", ",\n\t").into_bytes()),
    ];
    let office = Office::new();
    let paths =
        writings.map(|(name, bytes)| office.file(&format!("{name}-2023-12-31.json"), bytes));
    for intake in Intake::by(office, &paths, &IngestOverrides::default()) {
        let name = &intake.source.file_name;
        assert_eq!(intake.rejected(), [], "{name}");
        assert_eq!(
            intake.rows("dossier_code,handled_at,handling_office,status,source_row"),
            [
                "0012,2023-12-04 08:15:00,Một cửa,received,1",
                "0013,2023-12-04 10:00:00,,in_progress,2"
            ],
            "{name}"
        );
        assert_eq!(intake.source.ignored_headings, ["NguoiXuLy"], "{name}");
    }
}

#[rstest]
#[case::cut_inside_an_array(
    r#"[{"MaHoSo": "1", "ThoiDiemXuLy": "20231204081500", "TrangThai": "2"}, {"Ma"#,
    "bị cắt ngang ở dòng 1, cột 74"
)]
#[case::another_text_behind(
    "[{\"MaHoSo\": \"1\", \"ThoiDiemXuLy\": \"2\", \"TrangThai\": \"2\"}]\nxong",
    "không phải JSON đúng quy cách ở dòng 2, cột 1"
)]
#[case::empty_answer(r#"{"data": []}"#, "các tiêu đề `data`")]
#[case::an_error_of_the_portal(
    r#"{"code": 500, "message": "Lỗi hệ thống"}"#,
    "đây là câu trả lời báo lỗi của hệ thống"
)]
fn json_without_whole_records_is_refused_with_its_place(#[case] text: &str, #[case] said: &str) {
    let office = Office::new();
    let told = refused(&office.file("buoc.json", text));
    assert!(told.contains("buoc.json") && told.contains(said), "{told}");
}

#[test]
fn a_record_without_any_named_value_is_counted_as_one_that_cannot_be_used() {
    let json = format!("[{}, {{\"khac\": 1}}, {}]", RECORDS[0], RECORDS[1]);
    let intake = Intake::text("buoc-2023-12-31.json", json);
    assert_eq!((intake.read, intake.staged.kept, intake.staged.rejected), (3, 2, 1));
    let rejected = intake.office.warehouse().provenance.list_rejected_rows(None).expect("answered");
    let listed: Vec<_> = rejected.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(listed, [(Some(2), "empty_record")]);
}
