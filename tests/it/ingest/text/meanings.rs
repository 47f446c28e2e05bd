//! What texts of an export mean: numbers, agencies.

use rstest::rstest;

use crate::{
    ingest::dirt::{GOOD, HEADING, rejections},
    support::{
        intake::{Intake, refused},
        office::{AGENCY, Office},
    },
};

/// A dossier due on 20 December 2023, with these columns and cells of its due day.
fn due(headings: &str, cells: &str) -> String {
    format!(
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;{headings};Trạng thái\nA1;06283;01/12/2023;{cells};Đang xử lý\n"
    )
}

/// "Hạn xử lý" is the due day where no other column is; beside one it is a step's day or the time left.
#[rstest]
#[case::behind("Ngày hẹn trả;Hạn xử lý", "20/12/2023;còn 3 ngày")]
#[case::before("Hạn xử lý;Ngày hẹn trả", "18/12/2023;20/12/2023")]
#[case::beside_another_name("Hạn xử lý;Hạn trả", "18/12/2023;20/12/2023")]
#[case::alone("Hạn xử lý", "20/12/2023")]
fn the_surest_heading_of_the_due_day_is_taken(#[case] headings: &str, #[case] cells: &str) {
    let intake = Intake::text("ho-so-2023-12-31.csv", due(headings, cells));
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("due_at"), ["2023-12-20 00:00:00"]);
    let ignored: &[&str] = if headings.contains(';') { &["Hạn xử lý"] } else { &[] };
    assert_eq!(intake.source.ignored_headings, ignored);
}

#[test]
fn two_headings_that_mean_one_column_are_named_with_what_to_do() {
    let text = due("Ngày hẹn trả;Hạn trả", "20/12/2023;18/12/2023");
    let office = Office::new();
    let error = refused(&office.file("ho-so.csv", text));
    assert!(
        error.contains("hai cột `Ngày hẹn trả` và `Hạn trả` cùng có nghĩa là “Ngày hẹn trả”")
            && error.contains("xóa hoặc đổi tên cột không dùng để tính"),
        "{error}"
    );
}

#[rstest]
#[case::thousands("1.250.000", Some("1250000.0000"))]
#[case::short_thousands("8.000", Some("8000.0000"))]
#[case::decimal_comma("79,03", Some("79.0300"))]
#[case::decimal_point("79.03", Some("79.0300"))]
#[case::both("1.250,5", Some("1250.5000"))]
#[case::sign("-5", None)]
#[case::unit("8.000đ", Some("8000.0000"))]
#[case::unit_apart("8.000 VNĐ", Some("8000.0000"))]
#[case::english_thousands("8,000", Some("8000.0000"))]
#[case::blank("1 250 000", Some("1250000.0000"))]
#[case::no_thousands("12 5", None)]
#[case::exponent("1e3", None)]
fn numbers_are_read_as_vietnamese_write_them(#[case] text: &str, #[case] value: Option<&str>) {
    let office = Office::new();
    let csv = format!(
        "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Lệ phí\nG1;06283;2/1/2023;6/1/2023 8:05;Đang xử lý;{text}\n"
    );
    let (kept, _, problems) = rejections(&office, csv.as_bytes());
    assert_eq!((kept, problems.is_empty()), (1, value.is_some()), "{problems:?}");
    let staged = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier_version", "fee_amount")
        .expect("staged");
    assert_eq!(staged.lines().nth(1).unwrap_or_default(), value.unwrap_or_default());
}

#[rstest]
#[case::other_parent("UBND xã An Sơn - TP Nha Trang", None)]
#[case::own_parent("UBND xã An Sơn - Huyện Văn Quan", Some(AGENCY))]
#[case::grandparent("xã An Sơn - tỉnh Lạng Sơn", Some(AGENCY))]
#[case::other_type("Phường An Sơn", None)]
#[case::no_type("An Sơn", Some(AGENCY))]
#[case::short_type("X. An Sơn", Some(AGENCY))]
#[case::tone_elsewhere("UBND xã Hoà Bình", Some("06274"))]
fn an_agency_is_matched_by_its_name_type_and_parent(
    #[case] text: &str,
    #[case] code: Option<&str>,
) {
    let office = Office::new();
    let csv = format!("{HEADING}{}", GOOD.replace("UBND xã An Sơn", text));
    rejections(&office, csv.as_bytes());
    let staged = office
        .warehouse()
        .provenance
        .write_staged_csv("dossier_version", "solving_agency")
        .expect("staged");
    assert_eq!(staged.lines().nth(1), code);
}
