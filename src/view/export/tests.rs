use rstest::rstest;

use super::*;

#[test]
fn a_text_is_never_a_formula() {
    let mut sheet = ExportTable::new("Hồ sơ", ["Mã".to_owned()]);
    sheet.push_row(["=1+1".to_owned()]);
    let csv = String::from_utf8(sheet.to_csv()).expect("UTF-8");
    assert_eq!(csv, "\u{FEFF}Mã\n'=1+1\n");
    assert!(sheet.to_xlsx(&ExportMark::default()).expect("written").starts_with(b"PK"));
}

#[rstest]
#[case("＝1+1")]
#[case("＋84 24 3")]
#[case("－cmd|'/c calc'!A1")]
#[case("＠SUM(A1)")]
#[case("\t=1+1")]
#[case("\r=1+1")]
#[case("\n=1+1")]
fn what_a_spreadsheet_may_take_for_a_formula_is_a_text(#[case] cell: &str) {
    assert_eq!(escape_formula(cell), format!("'{cell}"));
}

#[test]
fn a_negative_number_is_a_number() {
    assert_eq!(escape_formula("-12.50"), "-12.50");
    assert_eq!(escape_formula("-12+cmd"), "'-12+cmd");
}

#[test]
fn the_name_of_a_sheet_is_one_a_workbook_takes() {
    assert_eq!(
        sheet_name("a/b: [c] của một đơn vị có cái tên rất là dài"),
        "ab c của một đơn vị có cái tên "
    );
}
