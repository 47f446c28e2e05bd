//! Values that are there and no plain text: read where they can mean one thing only, else rejected with the reason.

use rstest::rstest;

use crate::support::intake::Intake;

/// A message of one dossier, with one member put in place of another.
fn message(member: &str) -> String {
    let name = member.split(':').next().expect("a name");
    let members = [
        r#""MaHoSo": "000.26.18.H37-231204-0001""#,
        r#""MaTTHC": "1.001193""#,
        r#""DonViXuLy": "06283""#,
        r#""TrangThaiHoSo": "9""#,
        r#""NgayTiepNhan": "20231204081500""#,
        r#""NgayHenTra": "20231207163000""#,
        r#""NgayKetThucXuLy": "20231206100000""#,
    ];
    let others = members.iter().filter(|other| !other.starts_with(name));
    let others: Vec<&str> = others.copied().chain([member]).collect();
    format!("{{\"data\": [{{{}}}]}}", others.join(", "))
}

fn intake(member: &str) -> Intake {
    Intake::text("ho-so-2023-12-31.json", message(member))
}

#[rstest]
#[case::jackson("[2023, 12, 7, 16, 30]")]
#[case::jackson_as_text(r#""[2023, 12, 7, 16, 30, 0]""#)]
#[case::net(r#""/Date(1701941400000+0700)/""#)]
#[case::mongodb(r#"{"$date": "2023-12-07T09:30:00Z"}"#)]
#[case::mongodb_milliseconds(r#"{"$date": {"$numberLong": "1701941400000"}}"#)]
#[case::php(
    r#"{"date": "2023-12-07 16:30:00.000000", "timezone_type": 3, "timezone": "Asia/Ho_Chi_Minh"}"#
)]
#[case::php_in_another_zone(
    r#"{"date": "2023-12-07 09:30:00.000000", "timezone_type": 3, "timezone": "UTC"}"#
)]
#[case::php_with_an_offset(
    r#"{"date": "2023-12-07 16:30:00.000000", "timezone_type": 1, "timezone": "+07:00"}"#
)]
#[case::a_list_of_one(r#"["07/12/2023 16:30"]"#)]
fn a_day_is_read_in_whatever_way_a_program_writes_it(#[case] value: &str) {
    let intake = intake(&format!("\"NgayHenTra\": {value}"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("due_at"), ["2023-12-07 16:30:00"]);
}

#[rstest]
#[case::null("null")]
#[case::blanks(r#""  ""#)]
#[case::an_empty_list("[]")]
#[case::an_empty_object("{}")]
#[case::the_year_1_of_net(r#""/Date(-62135596800000)/""#)]
fn what_says_nothing_is_empty(#[case] value: &str) {
    let intake = intake(&format!("\"NgayKetThucXuLy\": {value}"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("ended_at"), [""]);
}

#[rstest]
#[case::object(r#""DonViXuLy": {"Ma": "06283", "Ten": "xã An Sơn"}"#, "DonViXuLy", "json_object")]
#[case::object_as_text(r#""DonViXuLy": "{\"Ma\": \"06283\"}""#, "DonViXuLy", "json_object")]
#[case::list(r#""TrangThaiHoSo": ["9", "10"]"#, "TrangThaiHoSo", "json_list")]
#[case::a_day_of_a_zone_far_away(
    r#""NgayHenTra": {"date": "2023-12-07 16:30:00.000000", "timezone_type": 3, "timezone": "Europe/Paris"}"#,
    "NgayHenTra",
    "json_object"
)]
#[case::a_number_without_a_name(
    r#""TrangThaiHoSo": {"id": 9, "name": null}"#,
    "TrangThaiHoSo",
    "json_object"
)]
#[case::no_such_day(r#""NgayHenTra": [2023, 2, 30, 8, 0]"#, "NgayHenTra", "json_list")]
#[case::list_of_no_objects(r#""DanhSachLePhi": ["8000"]"#, "Gia", "json_no_object")]
#[case::text_for_a_list(r#""DanhSachLePhi": "8000""#, "Gia", "json_no_object")]
#[case::object_in_a_list(
    r#""DanhSachLePhi": [{"Gia": 8000}, {"Gia": {"so": 1}}]"#,
    "Gia",
    "json_object"
)]
#[case::said_twice(r#""MaTTHC": "1.001193", "MaTTHC": "2.000815""#, "MaTTHC", "json_twice")]
fn what_is_there_and_no_value_is_rejected_with_its_reason(
    #[case] member: &str,
    #[case] column: &str,
    #[case] reason: &str,
) {
    let intake = intake(member);
    assert_eq!(intake.counts(), (0, 0, 1));
    assert_eq!(intake.rejected(), [(1, column.into(), reason.into(), String::new())]);
}

#[rstest]
#[case::status(r#""TrangThaiHoSo": {"id": 9, "name": "Đã xử lý xong"}"#, "status", "finished")]
#[case::agency(r#""DonViXuLy": {"ID": 4711, "Name": "xã An Sơn"}"#, "solving_agency", "06283")]
fn what_has_a_number_and_a_name_is_what_it_is_called(
    #[case] member: &str,
    #[case] column: &str,
    #[case] read: &str,
) {
    let intake = intake(member);
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows(column), [read]);
}

#[test]
fn the_paths_that_could_be_asked_for_are_named() {
    let intake = intake(r#""DonViXuLy": {"Ma": "06283", "Ten": "xã An Sơn", "Nguoi": {"x": 1}}"#);
    let rejections =
        intake.office.warehouse().provenance.list_rejections(&intake.source.id).expect("answered");
    assert_eq!(rejections[0].hint.as_deref(), Some("DonViXuLy.Ma, DonViXuLy.Ten"));
}

#[rstest]
#[case::plain(r#"[{"Gia": "8.000"}, {"Gia": "1.250.000"}]"#, "1258000.0000")]
#[case::numbers(r#"[{"Gia": 8000}, {"Gia": 8000.5}]"#, "16000.5000")]
#[case::three_decimals(r#"[{"Gia": 98.125}]"#, "98.1250")]
#[case::as_text(r#""[{\"Gia\": \"8.000\"}]""#, "8000.0000")]
#[case::not_in_a_list(r#"{"gia": 15000}"#, "15000.0000")]
#[case::nothing_said(r#"[{"Gia": null}, {"Ten": "Lệ phí"}]"#, "")]
fn fees_are_read_like_all_other_numbers(#[case] list: &str, #[case] fee: &str) {
    let intake = intake(&format!("\"DanhSachLePhi\": {list}"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("fee_amount"), [fee]);
}

#[test]
fn a_fee_that_cannot_be_read_does_not_leave_the_others_to_stand_for_all() {
    let intake = intake(r#""DanhSachLePhi": [{"Gia": "8000"}, {"Gia": "tám nghìn"}]"#);
    let [(row, column, ..)] = &intake.rejected()[..] else { panic!("{:?}", intake.rejected()) };
    assert_eq!((*row, column.as_str()), (1, "fee_amount"));
    assert_ne!(intake.rows("fee_amount"), ["8000.0000"]);
}

#[rstest]
#[case::one(r#"[{"DuocSoHoa": "0"}, {"DuocSoHoa": 1}]"#, "true")]
#[case::none(r#"[{"DuocSoHoa": "0"}, {"DuocSoHoa": false}]"#, "false")]
#[case::as_text(r#""[{\"duocSoHoa\": true}]""#, "true")]
#[case::not_said("[{}]", "")]
fn papers_say_whether_any_was_digitised(#[case] list: &str, #[case] said: &str) {
    let intake = intake(&format!("\"TaiLieuNop\": {list}"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("digitised_input"), [said]);
}

#[rstest]
#[case::newest_last("20231205150000", "20231206150000")]
#[case::newest_first("20231206150000", "20231205150000")]
fn the_latest_request_counts_whichever_end_of_the_list_it_stands_at(
    #[case] first: &str,
    #[case] second: &str,
) {
    let intake = intake(&format!(
        r#""DanhSachHoSoBoSung": [{{"NgayBoSung": "{first}"}}, {{"NgayBoSung": "{second}"}}]"#
    ));
    assert_eq!(intake.rows("supplement_count,supplement_requested_at"), ["2,2023-12-06 15:00:00"]);
}

#[test]
fn a_number_that_is_none_is_not_an_empty_cell() {
    let intake = intake(r#""NgayKetThucXuLy": NaN"#);
    assert_eq!(intake.counts(), (1, 0, 0));
    assert_eq!(intake.rows("ended_at,unreadable_columns"), [",\",ended_at,\""]);
    let (row, column, _, value) = intake.rejected().remove(0);
    assert_eq!((row, column.as_str(), value.as_str()), (1, "ended_at", "NaN"));
}

#[test]
fn a_line_end_inside_a_text_is_read() {
    let intake = intake("\"TenTTHC\": \"Đăng ký\r\nkhai sinh\"");
    assert_eq!(intake.counts(), (1, 0, 0));
}
