//! Where records stand in an answer: wherever it is, they are found, and what is not read is named.

use motcua::domain::source::SourceShortfall;
use rstest::rstest;

use crate::support::{
    intake::{Intake, refused},
    office::Office,
};

const RECORDS: [&str; 2] = [
    r#"{"MaHoSo": "0012", "ThoiDiemXuLy": "20231204081500", "TrangThai": "2"}"#,
    r#"{"MaHoSo": "0013", "ThoiDiemXuLy": "20231204091500", "TrangThai": "4"}"#,
];

fn list() -> String {
    format!("[{}, {}]", RECORDS[0], RECORDS[1])
}

fn intake(json: &str) -> Intake {
    Intake::text("buoc-2023-12-31.json", json)
}

#[rstest]
#[case::deep(r#"{"d": {"results": LIST}}"#)]
#[case::deeper(r#"{"a": {"b": {"c": {"d": LIST}}}}"#)]
#[case::encoded_as_text(r#"{"data": TEXT}"#)]
#[case::inside_each_item(r#"{"hits": {"hits": [{"_source": FIRST}, {"_source": SECOND}]}}"#)]
#[case::nodes(
    r#"{"data": {"steps": {"edges": [{"node": FIRST, "cursor": "x"}, {"node": SECOND}]}}}"#
)]
#[case::pages_behind_each_other(r#"{"data": [FIRST]} {"data": [SECOND]}"#)]
#[case::other_case(r#"{"data": LOWER}"#)]
fn records_are_read_wherever_they_stand(#[case] shape: &str) {
    let text = serde_json::Value::String(list()).to_string();
    let lower = list().replace("MaHoSo", "ma_ho_so").replace("TrangThai", "trangThai");
    let json = shape
        .replace("LIST", &list())
        .replace("TEXT", &text)
        .replace("LOWER", &lower)
        .replace("FIRST", RECORDS[0])
        .replace("SECOND", RECORDS[1]);
    let intake = intake(&json);
    assert_eq!(intake.counts(), (2, 0, 0), "{:?}", intake.rejected());
    assert_eq!(intake.rows("dossier_code"), ["0012", "0013"]);
    assert_eq!(intake.source.shortfall, None);
}

#[test]
fn a_second_list_of_the_same_records_is_read_too() {
    let json = format!(r#"{{"data": [{}], "dataTruoc": [{}]}}"#, RECORDS[0], RECORDS[1]);
    let intake = intake(&json);
    assert_eq!(intake.counts(), (2, 0, 0));
    let mut rows = intake.rows("dossier_code,source_sheet");
    rows.sort();
    assert_eq!(rows, ["0012,", "0013,/dataTruoc"]);
}

#[test]
fn a_second_list_that_lacks_what_is_needed_is_counted_and_named() {
    let json =
        format!(r#"{{"data": {}, "loi": [{{"MaHoSo": "0014"}}, {{"MaHoSo": "0015"}}]}}"#, list());
    let intake = intake(&json);
    assert_eq!(intake.counts(), (2, 0, 2));
    let rejections =
        intake.office.warehouse().provenance.list_rejections(&intake.source.id).expect("answered");
    let [one] = &rejections[..] else { panic!("{rejections:?}") };
    assert_eq!(
        (one.reason.as_str(), one.rows, one.first_sheet.as_deref(), one.hint.as_deref()),
        ("other_records", 2, Some("/loi"), Some("ThoiDiemXuLy, TrangThai"))
    );
}

#[test]
fn a_list_of_something_else_is_named() {
    let json =
        format!(r#"{{"data": {}, "danhMuc": [{{"ma": "2", "ten": "Đã tiếp nhận"}}]}}"#, list());
    let intake = intake(&json);
    assert_eq!(intake.counts(), (2, 0, 0));
    assert_eq!(intake.source.ignored_headings, ["/danhMuc (1)"]);
}

#[test]
fn what_is_no_record_in_a_list_of_records_is_rejected() {
    let intake = intake(&format!(r#"[{}, "0014", {}]"#, RECORDS[0], RECORDS[1]));
    assert_eq!(intake.counts(), (2, 0, 1));
    assert_eq!(intake.rejected()[0].2, "json_no_record");
}

#[rstest]
#[case::rows(r#""total": 5"#, "total")]
#[case::pages(r#""page": {"totalPages": 3, "number": 0}"#, "totalPages")]
#[case::more(r#""hasNext": true"#, "hasNext")]
fn a_page_of_several_says_that_there_are_more(#[case] member: &str, #[case] name: &str) {
    let intake = intake(&format!(r#"{{"data": {}, {member}}}"#, list()));
    assert_eq!(intake.counts(), (2, 0, 0));
    let Some(SourceShortfall::Page { held, key, .. }) = &intake.source.shortfall else {
        panic!("{:?}", intake.source.shortfall)
    };
    assert_eq!((held.as_str(), key.as_str()), ("2", name));
}

#[test]
fn a_record_alone_is_read_and_said() {
    let intake = intake(&format!(r#"{{"data": {}}}"#, RECORDS[0]));
    assert_eq!(intake.counts(), (1, 0, 0));
    assert_eq!(intake.source.shortfall, Some(SourceShortfall::Alone));
}

#[test]
fn rows_without_names_are_refused_with_their_place() {
    let office = Office::new();
    let json = r#"{"cot": ["MaHoSo", "TrangThai"], "data": [["0012", "2"], ["0013", "4"]]}"#;
    let told = refused(&office.file("buoc.json", json));
    assert!(told.contains("`/data`") && told.contains("không có tên trường"), "{told}");
}

#[test]
fn an_answer_encoded_twice_is_read() {
    let whole = format!(r#"{{"data": {}}}"#, list());
    let encoded = serde_json::Value::String(whole).to_string();
    let intake = intake(&encoded);
    assert_eq!(
        (intake.counts(), intake.rows("dossier_code")),
        ((2, 0, 0), vec!["0012".into(), "0013".into()])
    );
}

#[rstest]
#[case(r#"{"data":[],"error_code":"401","message":"Unauthorized"}"#)]
#[case(r#"{"timestamp":"2023-12-31T08:00:00","status":401,"error":"Unauthorized","path":"/api/ho-so"}"#)]
#[case(r#"{"error": {"code": 403, "message": "Forbidden"}}"#)]
fn an_answer_that_tells_of_an_error_is_named_as_one(#[case] json: &str) {
    let told = refused(&Office::new().file("buoc.json", json));
    assert!(
        told.contains("câu trả lời báo lỗi của hệ thống") && told.contains("tải lại"),
        "{told}"
    );
}

#[test]
fn rows_without_names_beside_the_records_are_counted_and_named() {
    let json = format!(
        r#"{{"data": {}, "cu": [["0014", "20231204", "2"], ["0015", "20231205", "2"]]}}"#,
        list()
    );
    let intake = intake(&json);
    assert_eq!(intake.counts(), (2, 0, 2));
    let rejections =
        intake.office.warehouse().provenance.list_rejections(&intake.source.id).expect("answered");
    assert_eq!(
        (rejections[0].reason.as_str(), rejections[0].first_sheet.as_deref()),
        ("other_records", Some("/cu"))
    );
}
