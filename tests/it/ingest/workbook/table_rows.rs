//! Rows of a table: merged, grouped, summed up, and what stands beside them.

use std::fs;

use motcua::{domain::source::SnapshotFrom, pipeline::IngestOverrides};
use rstest::rstest;

use crate::{
    ingest::workbook::tables::{FIRST, FOURTH, HEAD, SECOND, THIRD, is_whole, reasons, taken},
    support::{
        grid::{ALL, WORKBOOKS, sheet},
        intake::{Intake, kept, refused},
        office::Office,
    },
};

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

/// Tasks are begun with the same words.
#[test]
fn a_task_of_summing_up_is_no_total() {
    for format in WORKBOOKS {
        let rows = [
            "TT|Nhiệm vụ|Thời gian hoàn thành|Cơ quan chủ trì",
            "1|Kiểm tra một cửa|31/12/2023|xã An Sơn",
            "2|Tổng hợp báo cáo năm|Thường xuyên|",
            "3|Tổng kết công tác|31/12/2023|xã An Sơn",
        ];
        let intake = taken(format, &[sheet("Phụ lục", &rows)]);
        assert_eq!(intake.source.connector, "plan_task_xlsx", "{format:?}");
        assert_eq!(intake.counts(), (2, 0, 1), "{format:?}");
    }
}

/// A plan may say "Quý II"; a day that stands among other words is told, not passed over.
#[test]
fn a_day_among_other_words_of_a_task_is_listed() {
    for format in WORKBOOKS {
        let rows = [
            "TT|Nhiệm vụ|Thời gian hoàn thành|Cơ quan chủ trì",
            "1|Kiểm tra một cửa|31/12/2023|xã An Sơn",
            "2|Niêm yết thủ tục|trước ngày 20/12/2023|xã An Sơn",
            "3|Khảo sát hài lòng|Quý II/2023; Quý IV/2023|xã An Sơn",
        ];
        let intake = taken(format, &[sheet("Phụ lục", &rows)]);
        let told = (3, "due_at".into(), "bad_date".into(), "trước ngày 20/12/2023".into());
        assert_eq!((intake.counts(), intake.rejected()), ((3, 0, 0), vec![told]), "{format:?}");
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
        let intake = Intake::by(office, &[path], &IngestOverrides::default()).remove(0);
        assert_eq!(
            (intake.source.snapshot_on.to_string().as_str(), intake.source.snapshot_from),
            (day, SnapshotFrom::Title),
            "{format:?}"
        );
        assert_eq!(intake.staged.kept, 1, "{format:?}");
    }
}

/// Gnumeric says of every row of a set height that it is as wide as the sheet, xlwt that it has the first column.
#[rstest]
#[case::by_gnumeric("cao-dong-2023-12-31.xls")]
#[case::by_xlwt("cao-dong-xlwt-2023-12-31.xls")]
fn a_row_of_a_set_height_without_cells_is_no_loss(#[case] name: &str) {
    let [intake] = &Intake::of(&[name])[..] else { panic!("one export") };
    let codes: Vec<String> = (0..40).map(|row| format!("H{row:04}")).collect();
    assert_eq!((intake.rows("dossier_code"), intake.rejected()), (codes, vec![]));
}

/// Without its cells, a row of such a file looks like one that never had any: but what they were made of is still there.
#[test]
fn a_row_that_lost_its_cells_is_told_from_one_that_has_none() {
    let whole = fs::read(kept("cao-dong-2023-12-31.xls")).expect("a file");
    // The cells of the seventh row: shared texts, ten bytes long.
    let cells = |column: u8| [0xFD, 0, 10, 0, 6, 0, column, 0];
    let mut damaged = whole.clone();
    for column in 0..5 {
        let sought = cells(column);
        let at = whole.windows(8).position(|found| found == sought).expect("a cell");
        // No cell, but a kind of record that may stand in a sheet.
        damaged[at] = 0xDD;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ho-so-2023-12-31.xls");
    fs::write(&path, damaged).expect("written");
    assert!(refused(&path).contains("trang tính bị hỏng ở giữa"), "{}", refused(&path));
}
