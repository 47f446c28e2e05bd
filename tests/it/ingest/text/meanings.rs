//! What texts of an export mean: numbers, agencies.

use rstest::rstest;

use crate::{
    ingest::dirt::{GOOD, HEADING, rejections},
    support::office::{AGENCY, Office},
};

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
