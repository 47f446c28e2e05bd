//! How tables stand in files: several in one, on several sheets, merged, grouped, summed up. Every row is read, or told.

use motcua::{domain::source::SnapshotFrom, pipeline::Said};
use rstest::rstest;

use crate::{
    grid::{ALL, Format, Sheet, WORKBOOKS, sheet},
    intake::Intake,
    office::Office,
};

const HEAD: &str =
    "Mã hồ sơ|Đơn vị giải quyết|Ngày tiếp nhận|Ngày hẹn trả|Ngày kết thúc xử lý|Trạng thái";
const FIRST: &str = "H37-231204-0001|xã An Sơn|04/12/2023|07/12/2023|06/12/2023|Đã xử lý xong";
const SECOND: &str = "H37-231205-0002|xã An Sơn|05/12/2023|12/12/2023|13/12/2023|Đã xử lý xong";
const THIRD: &str = "H37-231212-0005|xã Hòa Bình|12/12/2023|19/12/2023|18/12/2023|Đã xử lý xong";
const FOURTH: &str = "H37-231228-0008|xã Hòa Bình|28/12/2023|04/01/2024||Đang xử lý";

const COLUMNS: &str = "dossier_code,solving_agency,received_at,due_at,ended_at,status";
const ROWS: [&str; 4] = [
    "H37-231204-0001,06283,2023-12-04 00:00:00,2023-12-07 00:00:00,2023-12-06 00:00:00,finished",
    "H37-231205-0002,06283,2023-12-05 00:00:00,2023-12-12 00:00:00,2023-12-13 00:00:00,finished",
    "H37-231212-0005,06274,2023-12-12 00:00:00,2023-12-19 00:00:00,2023-12-18 00:00:00,finished",
    "H37-231228-0008,06274,2023-12-28 00:00:00,2024-01-04 00:00:00,,in_progress",
];

fn taken(format: Format, sheets: &[Sheet]) -> Intake {
    Intake::text(&format!("ho-so-2023-12-31.{}", format.ending()), format.bytes(sheets))
}

/// Every dossier is there, and nothing is rejected.
fn is_whole(format: Format, sheets: &[Sheet]) -> Intake {
    let intake = taken(format, sheets);
    assert_eq!(intake.rejected(), [], "{format:?}");
    let mut rows = intake.rows(COLUMNS);
    rows.sort();
    assert_eq!(rows, ROWS, "{format:?}");
    intake
}

/// The reasons for which rows were rejected, and how many of each.
fn reasons(intake: &Intake) -> Vec<(String, u64, Option<String>)> {
    let found = intake.office.warehouse().rejections(&intake.source.id).expect("answered");
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
fn a_hidden_sheet_of_data_is_told(#[case] format: Format) {
    for hidden in [sheet("Cũ", &["DANH SÁCH", HEAD, THIRD, FOURTH]), sheet("Cũ", &[THIRD, FOURTH])]
    {
        let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, SECOND]), hidden.hidden()]);
        assert_eq!(intake.counts(), (2, 0, 2));
        assert_eq!(reasons(&intake), [("hidden_sheet".into(), 2, None)]);
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

#[test]
fn a_merged_cell_is_of_every_row_it_covers() {
    let without = |row: &str, agency: &str| row.replace(agency, "");
    let (second, fourth) = (without(SECOND, "xã An Sơn"), without(FOURTH, "xã Hòa Bình"));
    for format in WORKBOOKS {
        let rows = ["DANH SÁCH", HEAD, FIRST, &second, THIRD, &fourth];
        is_whole(format, &[sheet("Hồ sơ", &rows).merged(2, 1, 1).merged(4, 1, 1)]);
    }
}

#[test]
fn a_merged_cell_of_another_column_is_of_every_row_too() {
    let second = "H37-231205-0002|xã An Sơn|05/12/2023|12/12/2023||Đã xử lý xong";
    for format in WORKBOOKS {
        let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, second]).merged(1, 4, 1)]);
        assert_eq!(
            intake.rows("dossier_code,ended_at"),
            ["H37-231204-0001,2023-12-06 00:00:00", "H37-231205-0002,2023-12-06 00:00:00"],
            "{format:?}"
        );
    }
}

#[test]
fn a_heading_merged_over_two_rows_is_no_value() {
    for format in WORKBOOKS {
        let upper = "Mã hồ sơ|Đơn vị giải quyết|Thời gian|||Trạng thái";
        let lower = "||Ngày tiếp nhận|Ngày hẹn trả|Ngày kết thúc xử lý|";
        let rows = [upper, lower, FIRST, SECOND, THIRD, FOURTH];
        is_whole(format, &[sheet("Hồ sơ", &rows).merged(0, 0, 1).merged(0, 1, 1).merged(0, 5, 1)]);
    }
}

#[rstest]
#[case("Xã An Sơn", "Xã Hòa Bình")]
#[case("I|Xã An Sơn", "II|Xã Hòa Bình")]
#[case("1. Đơn vị: UBND xã An Sơn (2 hồ sơ)", "2. Đơn vị: UBND xã Hòa Bình (2 hồ sơ)")]
#[case("An Sơn", "|Hòa Bình")]
fn a_commune_alone_in_a_row_has_the_rows_below_it(#[case] one: &str, #[case] other: &str) {
    let rows = [FIRST, SECOND, THIRD, FOURTH].map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        [cells[0], "", cells[2], cells[3], cells[4], cells[5]].join("|")
    });
    for format in ALL {
        is_whole(
            format,
            &[sheet(
                "Hồ sơ",
                &[
                    HEAD,
                    one,
                    "Lĩnh vực Hộ tịch",
                    &rows[0],
                    &rows[1],
                    "Cộng|2",
                    other,
                    &rows[2],
                    HEAD,
                    &rows[3],
                ],
            )],
        );
    }
}

#[test]
fn a_row_of_a_group_nobody_can_name_is_of_no_agency() {
    let nobody = THIRD.replace("xã Hòa Bình", "");
    for format in ALL {
        let intake = taken(
            format,
            &[sheet("Hồ sơ", &[HEAD, "Xã An Sơn", FIRST, "Cán bộ: Lương Thị Bịa", &nobody])],
        );
        assert_eq!((intake.staged.kept, intake.staged.rejected), (1, 1), "{format:?}");
        assert_eq!(reasons(&intake)[0].0, "missing", "{format:?}");
    }
}

#[test]
fn a_total_is_layout_in_whatever_column_it_says_so() {
    let head = format!("STT|{HEAD}");
    let row = |row: &str| format!("1|{row}");
    let totals = [
        "Tổng cộng|60 hồ sơ",
        "Tổng|4",
        "|TOTAL|4",
        "Grand Total||||||4",
        "Cộng trang|2|2",
        "|||Tổng số: 4",
        "Tổng số hồ sơ|4|3|1",
        "Toàn xã|4",
        "|Sub-total|4",
    ];
    for format in ALL {
        let mut lines = vec![head.clone()];
        lines.extend([FIRST, SECOND, THIRD, FOURTH].map(row));
        lines.extend(totals.map(str::to_owned));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let intake = is_whole(format, &[sheet("Hồ sơ", &lines)]);
        assert_eq!(intake.counts(), (4, totals.len() as u64, 0), "{format:?}");
    }
}

#[rstest]
#[case("D/HT-0012|||||")]
#[case("Tổng-2312-0001||04/12/2023|||")]
#[case("I.231204-0009|||||")]
fn a_row_with_a_code_is_no_layout(#[case] row: &str) {
    for format in ALL {
        let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, row])]);
        assert_eq!(intake.counts(), (1, 0, 1), "{format:?}");
    }
}

#[rstest]
#[case(&["Số liệu tính đến 17 giờ 00 phút ngày 29/12/2023", HEAD, FIRST], "2023-12-29")]
#[case(&["Ngày xuất:|29/12/2023 08:15", HEAD, FIRST], "2023-12-29")]
#[case(&[HEAD, FIRST, "", "Xuất ngày 29/12/2023"], "2023-12-29")]
#[case(&[HEAD, FIRST, "Tính đến ngày 29 tháng 12 năm 2023"], "2023-12-29")]
#[case(&["Từ ngày 01/12/2023 đến hết ngày 29/12/2023", HEAD, FIRST], "2023-12-29")]
#[case(&[HEAD, FIRST, "||||An Sơn, ngày 29 tháng 12 năm 2023"], "2023-12-29")]
fn the_day_of_the_state_stands_above_or_below_the_table(#[case] rows: &[&str], #[case] day: &str) {
    for format in ALL {
        let office = Office::new();
        let name = format!("danh-sach.{}", format.ending());
        let path = office.file(&name, format.bytes(&[sheet("Hồ sơ", rows)]));
        let intake = Intake::by(office, &[path], &Said::default()).remove(0);
        assert_eq!(
            (intake.source.snapshot_on.to_string().as_str(), intake.source.snapshot_from),
            (day, SnapshotFrom::Title),
            "{format:?}"
        );
        assert_eq!(intake.staged.kept, 1, "{format:?}");
    }
}
