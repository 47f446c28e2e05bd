//! When texts mean the same, and when they do not.

use super::*;
use rstest::rstest;
use unicode_normalization::UnicodeNormalization;

#[rstest]
#[case::case_and_spaces("  Mã   hồ sơ ", "mã hồ sơ")]
#[case::line_break_inside("Ngày\nhẹn trả", "ngày hẹn trả")]
#[case::place_of_the_tone("Hoà Bình", "Hòa Bình")]
#[case::trailing_mark("Mã hồ sơ (*)", "Mã hồ sơ")]
#[case::code("000.00.12.H44-A", "000.00.12.h44-a ")]
#[case::letters_nobody_sees("\u{200b}Đang xử\u{200b} lý\u{feff}", "Đang xử lý")]
fn the_same_text_has_the_same_key(#[case] one: &str, #[case] other: &str) {
    assert_eq!(text_key(one), text_key(other));
}

#[test]
fn nfd_and_nfc_are_the_same() {
    let decomposed: String = "Đã trả kết quả".nfd().collect();
    assert_eq!(text_key(&decomposed), text_key("Đã trả kết quả"));
}

#[rstest]
#[case("số", "sổ")]
#[case("Hòa Bình", "Hoa Bình")]
#[case("Đồng", "Dồng")]
fn marks_tell_names_apart(#[case] one: &str, #[case] other: &str) {
    assert_ne!(text_key(one), text_key(other));
}

#[rstest]
#[case("UBND xã An Sơn", "xã An Sơn")]
#[case("Uỷ ban nhân dân xã An Sơn", "xã An Sơn")]
#[case("Ủy ban nhân dân xã An Sơn", "Xã An  Sơn")]
#[case("Trung tâm Phục vụ hành chính công xã An Sơn", "xã An Sơn")]
#[case("TRUNG TÂM PVHCC PHƯỜNG 1", "phường 1")]
#[case("Bộ phận Một cửa thị trấn Văn Quan", "thị trấn Văn Quan")]
fn an_agency_is_named_with_or_without_its_office(#[case] long: &str, #[case] short: &str) {
    assert_eq!(agency_key(long), agency_key(short));
}

/// The centre of a province serves all its agencies: its dossiers are not the province's own.
#[test]
fn the_centre_of_a_province_is_an_office_of_its_own() {
    let centre = "Trung tâm Phục vụ hành chính công tỉnh Phú Thọ";
    assert_ne!(agency_key(centre), agency_key("tỉnh Phú Thọ"));
}

#[test]
fn the_parent_behind_a_name_is_a_part_of_its_own() {
    let parts = (agency_key("Xã Yên Lạc"), vec![agency_key("Tỉnh Phú Thọ")]);
    for text in [
        "UBND xã Yên Lạc - Tỉnh Phú Thọ",
        "Xã Yên Lạc, tỉnh Phú Thọ",
        "Xã Yên Lạc,tỉnh Phú Thọ",
        "xã Yên Lạc – tỉnh Phú Thọ",
        "xã Yên Lạc-tỉnh Phú Thọ",
    ] {
        assert_eq!(agency_readings(text).last(), Some(&parts), "{text}");
    }
    assert_eq!(agency_readings("Xã Yên Lạc"), [(agency_key("Xã Yên Lạc"), vec![])]);
}

#[rstest]
#[case::no_comma("UBND xã Tân Đoàn huyện Văn Quan", "xã Tân Đoàn", &["huyện Văn Quan"])]
#[case::two_without("xã Tân Đoàn huyện Văn Quan tỉnh Lạng Sơn", "xã Tân Đoàn", &["huyện Văn Quan", "tỉnh Lạng Sơn"])]
#[case::without_marks("xa Tan Doan huyen Van Quan", "xa Tan Doan", &["huyen Van Quan"])]
#[case::under_a_town("Phường Kỳ Trinh thị xã Kỳ Anh", "phường Kỳ Trinh", &["thị xã Kỳ Anh"])]
#[case::downwards("Huyện Văn Quan - xã Tân Đoàn", "xã Tân Đoàn", &["huyện Văn Quan"])]
#[case::downwards_from_the_province("Tỉnh Lạng Sơn, huyện Văn Quan, xã Tân Đoàn", "xã Tân Đoàn", &["huyện Văn Quan", "tỉnh Lạng Sơn"])]
#[case::downwards_without_a_mark("Huyện Văn Quan xã Tân Đoàn", "xã Tân Đoàn", &["huyện Văn Quan"])]
#[case::a_town_alone("Thị xã Kỳ Anh", "thị xã Kỳ Anh", &[])]
#[case::no_commune("Trung tâm huyện Lục Yên", "Trung tâm huyện Lục Yên", &[])]
fn a_type_begins_another_name(#[case] text: &str, #[case] own: &str, #[case] above: &[&str]) {
    let readings = agency_readings(text);
    let above: Vec<String> = above.iter().map(|name| agency_key(name)).collect();
    assert_eq!(readings.last(), Some(&(agency_key(own), above)), "{readings:?}");
}

#[test]
fn a_dash_may_part_names_or_be_of_one() {
    let own = |reading: &(String, Vec<String>)| {
        (std::iter::once(&reading.0).chain(&reading.1)).cloned().collect::<Vec<_>>().join(" | ")
    };
    let readings = agency_readings("P. Lang Biang — Đà Lạt, tỉnh Lâm Đồng");
    assert_eq!(
        readings.iter().map(own).collect::<Vec<_>>(),
        [
            "p. lang biang-đà lạt tỉnh lâm đồng",
            "p. lang biang-đà lạt | tỉnh lâm đồng",
            "p. lang biang | đà lạt tỉnh lâm đồng",
            "p. lang biang | đà lạt | tỉnh lâm đồng",
        ]
        .map(|text| text.split(" | ").map(agency_key).collect::<Vec<_>>().join(" | "))
    );
}

#[rstest]
#[case("Xã Ea H’leo", "Xã Ea H'leo")]
#[case("Xã Ea Hʼleo", "Xã Ea H`leo")]
#[case("Phan Rang-Tháp Chàm", "Phan Rang – Tháp Chàm")]
#[case("UBND - Xã An Sơn", "Xã An Sơn")]
#[case("Sở Văn hóa, Thể thao", "Sở Văn hóa Thể thao")]
fn every_hand_writes_the_same_name(#[case] one: &str, #[case] other: &str) {
    assert_eq!(agency_key(one), agency_key(other));
}

#[rstest]
#[case("xã An Sơn", Some("An Sơn"))]
#[case("TT Văn Quan", Some("Văn Quan"))]
#[case("An Sơn", None)]
#[case("Xãi Lẻ", None)]
fn a_type_can_be_told_from_a_name(#[case] name: &str, #[case] rest: Option<&str>) {
    assert_eq!(without_type(&text_key(name)), rest.map(text_key));
}

#[rstest]
#[case("X. An Sơn", "Xã An Sơn")]
#[case("TT Văn Quan", "Thị trấn Văn Quan")]
#[case("H. Na Rì", "Huyện Na Rì")]
#[case("TX Kỳ Anh", "Thị xã Kỳ Anh")]
#[case("Xã An Sơn", "Xã An Sơn")]
fn shortened_types_are_spelled(#[case] short: &str, #[case] full: &str) {
    assert_eq!(spell_out_type(&text_key(short)), text_key(full));
}

#[test]
fn bare_keys_have_no_marks() {
    assert_eq!(bare_key("Đồng Giáp"), "dong giap");
}

#[rstest]
#[case("2023-W52", "2023-W52")]
#[case("bc:2026-Q3", "bc-2026-Q3")]
#[case("../../etc", "-..-etc")]
#[case("..", "")]
#[case("Báo cáo tuần.docx", "Báo cáo tuần.docx")]
fn a_file_name_stays_in_its_folder(#[case] text: &str, #[case] name: &str) {
    assert_eq!(file_name(text), name);
}

#[rstest]
#[case::commune("Xã An Sơn", "xã An Sơn")]
#[case::town("Thị trấn Văn Quan", "thị trấn Văn Quan")]
#[case::number("Phường 1", "phường 1")]
#[case::town_of_province("Thị xã Phú Thọ", "thị xã Phú Thọ")]
#[case::city_of_that_name("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")]
#[case::other_city("Thành phố Việt Trì", "thành phố Việt Trì")]
#[case::office("Sở Nội vụ", "Sở Nội vụ")]
#[case::said_small("huyện Văn Quan", "huyện Văn Quan")]
fn the_kind_of_a_unit_is_small_inside_a_sentence(#[case] name: &str, #[case] inside: &str) {
    assert_eq!(name_in_sentence(name), inside);
}

#[rstest]
#[case("con", true)]
#[case("NUL.csv", true)]
#[case("aux .tar.gz", true)]
#[case("com1.xlsx", true)]
#[case("Lpt9", true)]
#[case("con-2023.csv", false)]
#[case("com10.xlsx", false)]
#[case("so.con", false)]
#[case("com", false)]
fn names_that_windows_takes_for_devices_are_known(#[case] name: &str, #[case] is_device: bool) {
    assert_eq!(is_device_name(name), is_device, "{name}");
    assert_eq!(portable_name(name).starts_with('_'), is_device);
    assert_eq!(file_name(name).starts_with('_'), is_device);
}

#[rstest]
#[case::as_it_is("Sổ theo dõi (1) & khác.xlsx", "Sổ theo dõi (1) & khác.xlsx")]
#[case::letters_of_windows("bc:2023?*.csv", "bc-2023--.csv")]
#[case::no_way_out("..\\x/y", "..-x-y")]
#[case::an_end_that_windows_drops("so.xlsx. ", "so.xlsx")]
fn a_portable_name_keeps_all_letters_but_those_windows_has_not(
    #[case] name: &str,
    #[case] kept: &str,
) {
    assert_eq!(portable_name(name), kept);
}
