//! How the values of a list are written besides their names.

use rstest::rstest;

use crate::support::intake::Intake;

const PAID: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Thanh toán trực tuyến\n";
const SATISFIED: &str = "Mã PAKN;Cơ quan xử lý;Ngày tiếp nhận;Trạng thái;Hài lòng\n";

#[rstest]
#[case::one("1", "true")]
#[case::nought("0", "false")]
#[case::cross("X", "true")]
#[case::english("Yes", "true")]
#[case::letter("n", "false")]
#[case::word("CÓ", "true")]
#[case::word_without_marks("KHONG", "false")]
#[case::empty("", "")]
fn yes_and_no_are_read_in_every_writing(#[case] written: &str, #[case] read: &str) {
    let csv = format!("{PAID}A1;06283;04/12/2023;20/12/2023;Đang xử lý;{written}\n");
    let intake = Intake::text("ho-so-2023-12-31.csv", csv);
    assert_eq!(intake.rejected(), []);
    assert_eq!(intake.rows("paid_online"), [read]);
}

#[rstest]
#[case::capitals("ĐÃ XỬ LÝ XONG", Some("finished"))]
#[case::without_marks("DA XU LY XONG", Some("finished"))]
#[case::of_the_connector("Da hoan thanh", Some("finished"))]
// With a mark that is another word's.
#[case::another_mark("Đã xử lý xông", None)]
#[case::half_of_the_marks("Đã xu ly xong", None)]
fn a_text_without_any_mark_means_what_its_letters_can(
    #[case] written: &str,
    #[case] status: Option<&str>,
) {
    let csv = format!("{PAID}A1;06283;04/12/2023;20/12/2023;{written};\n");
    let intake = Intake::text("ho-so-2023-12-31.csv", csv);
    assert_eq!(intake.rows("status"), Vec::from_iter(status));
    assert_eq!(intake.staged.rejected, u64::from(status.is_none()));
}

/// A column that asks how content one was is no column of yes and no: 1 may be the lowest of five.
#[rstest]
#[case::without_marks("KHONG HAI LONG", "false,")]
#[case::number("1", ",\",satisfied,\"")]
fn how_content_one_was_is_no_yes_or_no(#[case] written: &str, #[case] read: &str) {
    let csv = format!("{SATISFIED}P1;06283;04/12/2023;Đang xử lý;{written}\n");
    let intake = Intake::text("pakn-2023-12-31.csv", csv);
    assert_eq!(intake.rows("satisfied,unreadable_columns"), [read]);
}
