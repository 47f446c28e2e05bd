//! Texts as offices really hand them in: saved in a wrong encoding, cut short, with marks inside of cells.

use rstest::rstest;

use crate::{
    ingest::dirt::HEADING,
    support::{
        intake::{Intake, refused},
        office::Office,
    },
};

const NAME: &str = "ho-so-2023-12-31.csv";
const ROWS: [&str; 2] = [
    "A1;UBND xã An Sơn;02/01/2023 08:00:00;06/01/2023 16:30:00;06/01/2023 09:00:00;Đã xử lý xong",
    "A2;UBND xã Hòa Bình;03/01/2023 08:00:00;07/01/2023 16:30:00;;Đang xử lý",
];
const READ: [&str; 2] = ["A1,06283,finished", "A2,06274,in_progress"];

fn csv() -> String {
    format!("{HEADING}{}\n{}\n", ROWS[0], ROWS[1])
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// UTF-8 as a program of Windows takes it that knows one byte a letter, saved as UTF-8 again.
fn misread(text: &str) -> Vec<u8> {
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(text.as_bytes());
    text.into_owned().into_bytes()
}

/// The few letters of the file in VNI, each with the bytes behind it.
fn vni(text: &str) -> Vec<u8> {
    let letters: [(&str, &[u8]); 26] = [
        ("ã", b"a\xF5"),
        ("ồ", b"o\xE0"),
        ("ơ", b"\xF4"),
        ("Đ", b"\xD1"),
        ("ị", b"\xF2"),
        ("ả", b"a\xFB"),
        ("ế", b"e\xE1"),
        ("à", b"a\xF8"),
        ("ậ", b"a\xE4"),
        ("ẹ", b"e\xEF"),
        ("ú", b"u\xF9"),
        ("ử", b"\xF6\xFB"),
        ("ý", b"y\xF9"),
        ("ạ", b"a\xEF"),
        ("á", b"a\xF9"),
        ("ò", b"o\xF8"),
        ("ì", b"\xEC"),
        ("í", b"\xED"),
        ("ệ", b"e\xE4"),
        ("ă", b"a\xEA"),
        ("â", b"a\xE2"),
        ("ê", b"e\xE2"),
        ("ô", b"o\xE2"),
        ("ư", b"\xF6"),
        ("đ", b"\xF1"),
        ("ờ", b"\xF4\xF8"),
    ];
    let mut bytes = Vec::new();
    for letter in text.chars() {
        let known = letters.iter().find(|(known, _)| known.starts_with(letter));
        match known {
            Some((_, written)) => bytes.extend_from_slice(written),
            None => bytes.extend(letter.to_string().bytes()),
        }
    }
    bytes
}

#[rstest]
#[case::utf16_without_a_mark(utf16(&csv(), u16::to_le_bytes))]
#[case::utf16_of_the_other_order(utf16(&csv(), u16::to_be_bytes))]
#[case::saved_as_what_windows_saw(misread(&csv()))]
#[case::with_the_letter_windows_lacks_lost(String::from_utf8(misread(&csv())).expect("UTF-8").replace('\u{90}', "\u{FFFD}").into_bytes())]
#[case::vni(vni(&csv()))]
#[case::vni_saved_as_utf8(misread_vni())]
#[case::entities(csv().replace("xã", "x&atilde;").replace('Đ', "&#272;").into_bytes())]
#[case::entities_in_the_heading(csv().replace('ồ', "&#7891;").replace('ã', "&atilde;").into_bytes())]
#[case::zeros(csv().replace("A1;", "A1\0\0;").into_bytes())]
#[case::delimiters_behind_each_row(csv().replace("xong\n", "xong;\n").into_bytes())]
#[case::a_line_that_names_the_delimiter(format!("sep=;\r\n{}", csv()).into_bytes())]
#[case::lines_of_delimiters(csv().replace(ROWS[1], &format!(";;;;;\n{}", ROWS[1])).into_bytes())]
#[case::line_ends_inside_a_cell(csv().replace("UBND xã An Sơn", "\"UBND\r\nxã An Sơn\"").into_bytes())]
#[case::a_lone_cr_inside_a_cell(csv().replace("UBND xã An Sơn", "\"UBND\rxã An Sơn\"").into_bytes())]
#[case::line_ends_inside_a_cell_of_utf16(utf16(&csv().replace("UBND xã An Sơn", "\"UBND\r\nxã An Sơn\"").replace(";\n", ";\r\n"), u16::to_le_bytes))]
fn a_text_is_read_as_it_was_meant(#[case] bytes: Vec<u8>) {
    let intake = Intake::text(NAME, bytes);
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("dossier_code,solving_agency,status"), READ);
}

/// Letters of VNI as a program shows them that knows no VNI.
fn misread_vni() -> Vec<u8> {
    let bytes = vni(&csv());
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(&bytes);
    text.into_owned().into_bytes()
}

#[rstest]
#[case::comma(",", "Phí, lệ phí (đồng)")]
#[case::comma_without_a_blank(",", "Phí,lệ phí")]
#[case::semicolon(";", "Phí; lệ phí")]
fn a_delimiter_inside_a_heading_does_not_shift_the_columns(
    #[case] delimiter: &str,
    #[case] heading: &str,
) {
    let row = |cells: [&str; 6]| cells.join(delimiter);
    let text = [
        row([
            "Mã hồ sơ",
            heading,
            "Đơn vị giải quyết",
            "Ngày tiếp nhận",
            "Ngày hẹn trả",
            "Trạng thái",
        ]),
        row(["A1", "15000", "06283", "02/01/2023", "06/01/2023", "Đang xử lý"]),
        row(["A2", "8000", "06274", "03/01/2023", "07/01/2023", "Đang xử lý"]),
    ];
    let intake = Intake::text(NAME, text.join("\n"));
    assert_eq!(intake.rejected(), []);
    assert_eq!(
        intake.rows("dossier_code,solving_agency,fee_amount"),
        ["A1,06283,15000.0000", "A2,06274,8000.0000"]
    );
}

#[test]
fn a_comma_nobody_can_place_is_refused_with_what_to_do() {
    let office = Office::new();
    let csv = "Mã hồ sơ,Họ,tên,Đơn vị giải quyết,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n\
               A1,Mẫu,06283,02/01/2023,06/01/2023,Đang xử lý\n";
    let told = refused(&office.file(NAME, csv));
    assert!(
        told.contains("7 cột") && told.contains("chỉ có 6") && told.contains("ngoặc kép"),
        "{told}"
    );
}

#[test]
fn a_row_with_a_delimiter_inside_a_cell_is_rejected_and_not_repeated() {
    let heading = HEADING.replace("Trạng thái", "Chủ hồ sơ;Trạng thái");
    let row = |name: &str| ROWS[0].replace("Đã", &format!("{name};Đã"));
    let intake = Intake::text(NAME, format!("{heading}{}\n{}\n", row("Mẫu"), row("Mẫu; con")));
    assert_eq!(intake.counts(), (1, 0, 1));
    assert_eq!(intake.rejected(), [(3, String::new(), "too_many_columns".into(), String::new())]);
}

#[test]
fn a_last_row_that_is_cut_is_not_read() {
    let cut = csv();
    let cut = cut.trim_end().trim_end_matches(";;Đang xử lý");
    let intake = Intake::text(NAME, cut);
    assert_eq!(intake.counts(), (1, 0, 1));
    assert_eq!(intake.rejected()[0].2, "cut_row");
}

#[test]
fn a_last_row_without_a_line_end_is_read() {
    assert_eq!(Intake::text(NAME, csv().trim_end()).counts(), (2, 0, 0));
}

#[test]
fn ampersands_that_are_none_stay() {
    let intake = Intake::text(NAME, csv().replace("A1;", "A&amp;1;").replace("A2;", "A&2;"));
    let codes = intake.rows("dossier_code");
    assert!(codes.contains(&"A&2".to_owned()), "{codes:?}");
}

#[test]
fn a_text_that_is_garbled_past_reading_is_named_as_that() {
    let office = Office::new();
    let twice = misread(&String::from_utf8(misread(&csv())).expect("UTF-8"));
    let told = refused(&office.file(NAME, twice));
    assert!(told.contains("sai bảng mã") && told.contains("CSV UTF-8"), "{told}");
}
