//! A row that names a commune gives the rows below it to that commune, until another row may name another: then they are nobody's, and
//! told so.

use rstest::rstest;

use crate::support::{intake::Intake, office::AGENCY};

const HEADING: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái\n";

fn dossier(code: &str, agency: &str) -> String {
    format!("{code};{agency};02/01/2023;06/01/2023;06/01/2023;Đã xử lý xong\n")
}

fn take(rows: &[String]) -> Intake {
    Intake::text("ho-so-2023-12-31.csv", format!("{HEADING}{}", rows.concat()))
}

fn count(intake: &Intake, agency: &str) -> Option<i64> {
    intake.office.value("update_count", "2023", agency).map(|value| value.measure.numerator)
}

/// Whether the dossier of a line, or one before it with the same fault, was rejected for want of an agency.
fn is_nobodys(intake: &Intake, line: u64) -> bool {
    let is_told = |one: &(u64, String, String, String)| {
        one.0 <= line && one.1 == "solving_agency" && one.2 == "missing"
    };
    intake.rejected().iter().any(is_told)
}

#[rstest]
#[case::a_commune_beside_a_remark("Xã Tràng Phái;Phụ trách: Lê Thị A;;;;")]
#[case::a_commune_in_its_own_column(";Xã Tràng Phái;;;;đã rà soát")]
#[case::a_number_nobody_knows("Địa bàn khu vực 2;;;;;")]
#[case::the_procedures_of_another("Thủ tục hành chính của UBND xã Tràng Phái;;;;;")]
#[case::words_that_may_be_one("Khu vực phía bắc;;;;;")]
fn what_may_begin_another_group_ends_this_one(#[case] row: &str) {
    let intake = take(&[
        "Xã An Sơn;;;;;\n".into(),
        dossier("A1", ""),
        format!("{row}\n"),
        dossier("A2", ""),
    ]);
    assert_eq!(count(&intake, AGENCY), Some(1), "{:?}", intake.rejected());
    assert!(is_nobodys(&intake, 5), "{:?}", intake.rejected());
}

#[rstest]
#[case::a_name_without_its_type("Tràng Phái;;;;;")]
#[case::numbered("2. Tràng Phái (1 hồ sơ);;;;;")]
#[case::with_its_type("II;Xã Tràng Phái;;;;")]
fn a_group_row_names_whose_the_rows_below_are(#[case] row: &str) {
    let intake = take(&[
        "Xã An Sơn;;;;;\n".into(),
        dossier("A1", ""),
        format!("{row}\n"),
        dossier("A2", ""),
    ]);
    assert_eq!(intake.rejected(), []);
    assert_eq!((count(&intake, AGENCY), intake.counts()), (Some(1), (2, 2, 0)));
}

#[rstest]
#[case::a_sector("Lĩnh vực Hộ tịch;;;;;")]
#[case::procedures_of_a_level("Thủ tục hành chính cấp xã;;;;;")]
#[case::a_page("Trang 2/3;;;;;")]
fn a_part_of_a_group_goes_on_with_it(#[case] row: &str) {
    let intake = take(&[
        "Xã An Sơn;;;;;\n".into(),
        dossier("A1", ""),
        format!("{row}\n"),
        dossier("A2", ""),
    ]);
    assert_eq!(intake.rejected(), []);
    assert_eq!(count(&intake, AGENCY), Some(2));
}

#[test]
fn below_a_row_that_names_another_an_empty_agency_is_nobodys() {
    let intake = take(&[
        "Xã An Sơn;;;;;\n".into(),
        dossier("A1", ""),
        dossier("A2", "xã Tràng Phái"),
        dossier("A3", ""),
    ]);
    assert_eq!(count(&intake, AGENCY), Some(1));
    assert!(is_nobodys(&intake, 5), "{:?}", intake.rejected());
}
