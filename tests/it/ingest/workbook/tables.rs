//! How tables stand in files: several in one, on several sheets, merged, grouped, summed up. Every row is read, or told.

use rstest::rstest;

use crate::support::{
    grid::{ALL, Format, Sheet, WORKBOOKS, sheet},
    intake::Intake,
};

pub const HEAD: &str =
    "Mã hồ sơ|Đơn vị giải quyết|Ngày tiếp nhận|Ngày hẹn trả|Ngày kết thúc xử lý|Trạng thái";
pub const FIRST: &str = "H37-231204-0001|xã An Sơn|04/12/2023|07/12/2023|06/12/2023|Đã xử lý xong";
pub const SECOND: &str = "H37-231205-0002|xã An Sơn|05/12/2023|12/12/2023|13/12/2023|Đã xử lý xong";
pub const THIRD: &str =
    "H37-231212-0005|xã Hòa Bình|12/12/2023|19/12/2023|18/12/2023|Đã xử lý xong";
pub const FOURTH: &str = "H37-231228-0008|xã Hòa Bình|28/12/2023|04/01/2024||Đang xử lý";

const COLUMNS: &str = "dossier_code,solving_agency,received_at,due_at,ended_at,status";
const ROWS: [&str; 4] = [
    "H37-231204-0001,06283,2023-12-04 00:00:00,2023-12-07 00:00:00,2023-12-06 00:00:00,finished",
    "H37-231205-0002,06283,2023-12-05 00:00:00,2023-12-12 00:00:00,2023-12-13 00:00:00,finished",
    "H37-231212-0005,06274,2023-12-12 00:00:00,2023-12-19 00:00:00,2023-12-18 00:00:00,finished",
    "H37-231228-0008,06274,2023-12-28 00:00:00,2024-01-04 00:00:00,,in_progress",
];

pub fn taken(format: Format, sheets: &[Sheet]) -> Intake {
    Intake::text(&format!("ho-so-2023-12-31.{}", format.ending()), format.bytes(sheets))
}

/// Every dossier is there, and nothing is rejected.
pub fn is_whole(format: Format, sheets: &[Sheet]) -> Intake {
    let intake = taken(format, sheets);
    assert_eq!(intake.rejected(), [], "{format:?}");
    let mut rows = intake.rows(COLUMNS);
    rows.sort();
    assert_eq!(rows, ROWS, "{format:?}");
    intake
}

/// The reasons for which rows were rejected, and how many of each.
pub fn reasons(intake: &Intake) -> Vec<(String, u64, Option<String>)> {
    let found =
        intake.office.warehouse().provenance.list_rejections(&intake.source.id).expect("answered");
    found.into_iter().map(|one| (one.reason, one.rows, one.hint)).collect()
}

#[test]
fn a_second_table_is_read_by_its_own_heading() {
    let turned =
        "Trạng thái|Mã hồ sơ|Đơn vị giải quyết|Ngày hẹn trả|Ngày tiếp nhận|Ngày kết thúc xử lý";
    let longer = "STT|Mã hồ sơ|Đơn vị giải quyết|Ngày tiếp nhận|Ngày hẹn trả|Ngày kết thúc xử lý|Trạng thái|Lĩnh vực";
    for format in ALL {
        is_whole(
            format,
            &[sheet(
                "Hồ sơ",
                &[
                    "I. HỒ SƠ QUÁ HẠN",
                    HEAD,
                    FIRST,
                    SECOND,
                    "II. HỒ SƠ ĐÚNG HẠN",
                    turned,
                    "Đã xử lý xong|H37-231212-0005|xã Hòa Bình|19/12/2023|12/12/2023|18/12/2023",
                    longer,
                    "1|H37-231228-0008|xã Hòa Bình|28/12/2023|04/01/2024||Đang xử lý|Hộ tịch",
                ],
            )],
        );
    }
}

#[test]
fn a_heading_printed_again_is_layout_in_whatever_dress() {
    let capitals = HEAD.to_uppercase().replace(' ', "\u{A0}");
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(HEAD).collect();
    for format in ALL {
        let intake = is_whole(
            format,
            &[sheet(
                "Hồ sơ",
                &[
                    HEAD,
                    FIRST,
                    "Trang 1/3",
                    &capitals,
                    SECOND,
                    "Trang 2/3",
                    &decomposed,
                    THIRD,
                    &format!("\u{FEFF}{HEAD}"),
                    FOURTH,
                ],
            )],
        );
        assert_eq!(intake.counts(), (4, 5, 0), "{format:?}");
    }
}

#[test]
fn a_second_table_without_a_needed_column_is_told_with_its_name() {
    for format in ALL {
        let intake = taken(
            format,
            &[sheet(
                "Hồ sơ",
                &[
                    HEAD,
                    FIRST,
                    SECOND,
                    "HỒ SƠ CHỜ BỔ SUNG",
                    "Mã hồ sơ|Đơn vị giải quyết|Ngày tiếp nhận|Trạng thái",
                    "H37-231212-0005|xã Hòa Bình|12/12/2023|Đang xử lý",
                    "H37-231228-0008|xã Hòa Bình|28/12/2023|Đang xử lý",
                ],
            )],
        );
        assert_eq!((intake.staged.kept, intake.staged.rejected), (2, 2), "{format:?}");
        assert_eq!(
            reasons(&intake),
            [("other_table".into(), 2, Some("Ngày hẹn trả".into()))],
            "{format:?}"
        );
    }
}

#[test]
fn a_table_of_sums_below_is_no_dossier_and_is_told() {
    for format in ALL {
        let intake = taken(
            format,
            &[sheet(
                "Hồ sơ",
                &[
                    HEAD,
                    FIRST,
                    SECOND,
                    "TỔNG HỢP",
                    "Tên đơn vị|Tổng|Đúng hạn|Quá hạn",
                    "Xã An Sơn|2|1|1",
                    "Xã Hòa Bình|0|0|0",
                ],
            )],
        );
        assert_eq!((intake.staged.kept, intake.staged.rejected), (2, 2), "{format:?}");
        assert_eq!(reasons(&intake)[0].0, "other_table", "{format:?}");
    }
}

#[test]
fn rows_above_the_heading_that_go_on_with_it_are_read() {
    for format in WORKBOOKS {
        is_whole(
            format,
            &[sheet("Hồ sơ", &["DANH SÁCH HỒ SƠ", FIRST, SECOND, HEAD, THIRD, FOURTH])],
        );
    }
}

#[test]
fn a_sheet_without_a_heading_goes_on_with_the_one_before() {
    for format in WORKBOOKS {
        is_whole(
            format,
            &[sheet("Trang 1", &[HEAD, FIRST, SECOND]), sheet("Trang 2", &[THIRD, FOURTH])],
        );
        is_whole(
            format,
            &[sheet("Trang 1", &[HEAD]), sheet("Trang 2", &[FIRST, SECOND, THIRD, FOURTH])],
        );
    }
}

#[test]
fn a_sheet_of_other_columns_without_a_heading_is_told() {
    for format in WORKBOOKS {
        let intake = taken(
            format,
            &[
                sheet("Trang 1", &[HEAD, FIRST, SECOND]),
                sheet(
                    "Trang 2",
                    &[
                        "xã Hòa Bình|Đang xử lý|H37-231228-0008|28/12/2023|04/01/2024",
                        "xã Hòa Bình|Đang xử lý|H37-231212-0005|12/12/2023|19/12/2023",
                    ],
                ),
            ],
        );
        assert_eq!(reasons(&intake), [("no_heading".into(), 2, None)], "{format:?}");
        assert_eq!(intake.counts(), (2, 0, 2), "{format:?}");
    }
}

#[rstest]
#[case(Format::Xlsx)]
#[case(Format::Ods)]
fn a_hidden_sheet_of_data_is_read_and_counted(#[case] format: Format) {
    for hidden in [sheet("Cũ", &["DANH SÁCH", HEAD, THIRD, FOURTH]), sheet("Cũ", &[THIRD, FOURTH])]
    {
        let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, SECOND]), hidden.hidden()]);
        assert_eq!((intake.counts(), intake.source.hidden_rows), ((4, 0, 0), 2));
    }
}

#[test]
fn a_sheet_of_words_or_sums_is_no_lost_data() {
    let notes =
        sheet("Ghi chú", &["Trạng thái|Nghĩa|Ghi chú", "Đang xử lý|chưa xong|x", "Xã An Sơn|4|2"]);
    for format in WORKBOOKS {
        let sheets = [sheet("Hồ sơ", &[HEAD, FIRST, SECOND, THIRD, FOURTH]), notes.clone()];
        let intake = is_whole(format, &sheets);
        assert_eq!(
            (intake.counts(), intake.source.ignored_sheets.len()),
            ((4, 0, 0), 1),
            "{format:?}"
        );
    }
}
