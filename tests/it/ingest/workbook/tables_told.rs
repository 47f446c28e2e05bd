//! Parts of files that a reader could pass over or read wrong, without anybody seeing it: each is read, or told.

use rstest::rstest;

use crate::{
    ingest::workbook::tables::{FIRST, FOURTH, HEAD, SECOND, THIRD, is_whole, reasons, taken},
    support::{
        grid::{ALL, Format, Sheet, WORKBOOKS, sheet},
        intake::{Intake, refused},
        office::Office,
    },
};

/// The third and the fourth dossier with the days of receipt and of promise in each other's place.
const TURNED: [&str; 2] = [
    "H37-231212-0005|xã Hòa Bình|19/12/2023|12/12/2023|18/12/2023|Đã xử lý xong",
    "H37-231228-0008|xã Hòa Bình|04/01/2024|28/12/2023||Đang xử lý",
];
const TURNED_DAYS: &str = "Ngày tiếp nhận, Ngày hẹn trả";

#[test]
fn a_part_without_a_heading_whose_days_are_turned_is_told() {
    for format in ALL {
        let rows = [HEAD, FIRST, SECOND, "", "UBND XÃ HÒA BÌNH", TURNED[0], TURNED[1]];
        let intake = taken(format, &[sheet("Hồ sơ", &rows)]);
        assert_eq!(intake.counts(), (2, 1, 2), "{format:?}");
        let told = [("other_order".into(), 2, Some(TURNED_DAYS.into()))];
        assert_eq!(reasons(&intake), told, "{format:?}");
    }
    for format in WORKBOOKS {
        let sheets = [sheet("Trang 1", &[HEAD, FIRST, SECOND]), sheet("Trang 2", &TURNED)];
        let intake = taken(format, &sheets);
        assert_eq!(intake.counts(), (2, 0, 2), "{format:?}");
        assert_eq!(reasons(&intake)[0].0, "other_order", "{format:?}");
    }
}

#[test]
fn a_part_without_a_heading_in_the_same_order_is_read() {
    for format in ALL {
        let rows = [HEAD, FIRST, "", "UBND XÃ AN SƠN", SECOND, "", THIRD, FOURTH];
        is_whole(format, &[sheet("Hồ sơ", &rows)]);
    }
}

#[test]
fn rows_under_a_heading_nobody_knows_are_told() {
    let unknown = "Ký hiệu|Cơ quan thụ lý|Hạn giải quyết|Ngày vào sổ|Ngày xong|Kết quả";
    for format in ALL {
        let rows = [HEAD, FIRST, SECOND, unknown, TURNED[0], TURNED[1]];
        let intake = taken(format, &[sheet("Hồ sơ", &rows)]);
        assert_eq!(intake.counts(), (2, 1, 2), "{format:?}");
        let missing = "Mã hồ sơ, Đơn vị giải quyết, Ngày tiếp nhận, Ngày hẹn trả, Trạng thái";
        assert_eq!(reasons(&intake), [("other_heading".into(), 2, Some(missing.into()))]);
    }
}

#[test]
fn a_dossier_of_words_alone_is_no_heading() {
    let words = "không có mã|xã An Sơn|chưa rõ|chưa rõ||Đang xử lý";
    for format in ALL {
        let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, words, SECOND, THIRD])]);
        assert_eq!(intake.counts(), (3, 0, 1), "{format:?}");
    }
}

#[rstest]
#[case::without_a_heading(&[])]
#[case::under_another(&["Số|Nơi|Nhận|Ghi"])]
fn dossiers_of_fewer_columns_on_another_sheet_are_told(#[case] above: &[&str]) {
    let rows = [
        "H37-231212-0005|xã Hòa Bình|12/12/2023|Đã xử lý xong",
        "H37-231228-0008|xã Hòa Bình|28/12/2023|Đang xử lý",
    ];
    let other = sheet("Khác", &[above, &rows[..]].concat());
    for format in WORKBOOKS {
        let mut others = vec![other.clone()];
        if format != Format::Html {
            others.push(other.clone().hidden());
        }
        for other in others {
            let intake = taken(format, &[sheet("Hồ sơ", &[HEAD, FIRST, SECOND]), other]);
            assert_eq!(intake.counts(), (2, 0, 2), "{format:?}");
            assert_eq!(reasons(&intake), [("no_heading".into(), 2, None)], "{format:?}");
        }
    }
}

fn figures(format: Format, total: &str) -> Intake {
    let rows = [
        "Tên|Mã đơn vị|Tổng tiếp nhận|Đúng hạn|Tỷ lệ đúng hạn (%)|Điểm",
        "Xã An Sơn|06283|1000|950|95|19",
        "Xã Hòa Bình|06274|2000|1000|50|10",
        total,
    ];
    let name = format!("dvc-2023-11.{}", format.ending());
    Intake::text(&name, format.bytes(&[sheet("Bảng", &rows)]))
}

#[rstest]
#[case("|Tổng cộng|3000|1950|65|")]
#[case("Tổng cộng||3000|1950|65|")]
#[case("|Toàn tỉnh|3.000|1.950|65|29")]
fn a_total_of_figures_is_layout(#[case] total: &str) {
    for format in ALL {
        assert_eq!(figures(format, total).counts(), (2, 1, 0), "{format:?}");
    }
}

#[test]
fn a_total_that_is_no_sum_of_its_rows_is_told() {
    for format in ALL {
        let intake = figures(format, "|Tổng cộng|5000|3950|79|");
        assert_eq!(intake.counts(), (2, 0, 1), "{format:?}");
        assert_eq!(reasons(&intake), [("total_differs".into(), 1, None)], "{format:?}");
    }
}

#[test]
fn headings_in_dress_are_known() {
    let dressed = "Mã hồ sơ(1)|2. Đơn vị giải quyết|Ngày tiếp nhận¹|Ngày hẹn trả (*)|(5) Ngày kết thúc xử lý|Trạng thái [b]";
    for format in ALL {
        is_whole(format, &[sheet("Hồ sơ", &[dressed, FIRST, SECOND, THIRD, FOURTH])]);
    }
}

/// Where two headings in dress could be one column, neither is.
#[test]
fn a_dress_that_two_headings_share_names_no_column() {
    let head = format!("{HEAD}|Lĩnh vực (1)|Lĩnh vực (2)");
    let row = format!("{FIRST}|Hộ tịch|Đất đai");
    for format in ALL {
        let intake = taken(format, &[sheet("Hồ sơ", &[&head, &row])]);
        assert_eq!(intake.source.ignored_headings, ["Lĩnh vực (1)", "Lĩnh vực (2)"]);
    }
}

#[test]
fn two_tables_side_by_side_are_named_as_such() {
    let rows = [format!("{HEAD}||{HEAD}"), format!("{FIRST}||{SECOND}")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for format in ALL {
        let name = format!("ho-so-2023-12-31.{}", format.ending());
        let told = refused(&Office::new().file(&name, format.bytes(&[sheet("Hồ sơ", &rows)])));
        assert!(told.contains("hai bảng đặt cạnh nhau"), "{told}");
    }
}

#[test]
fn a_text_as_long_as_a_sheet_can_be_is_told() {
    let row = |number: usize| {
        format!("H37-231204-{number:05},xã An Sơn,04/12/2023,07/12/2023,06/12/2023,Đã xử lý xong\n")
    };
    for (rows, is_full) in [(65_535, true), (65_534, false)] {
        let text: String =
            std::iter::once(HEAD.replace('|', ",") + "\n").chain((0..rows).map(row)).collect();
        let intake = Intake::text("ho-so-2023-12-31.csv", text);
        let told: Vec<&str> =
            intake.source.workbook_remarks().into_iter().map(|(phrase, _)| phrase).collect();
        assert_eq!(told, if is_full { vec!["inbox.full_text"] } else { vec![] });
        assert_eq!(intake.counts().0, rows as u64);
    }
}

fn workbook(cells: &[(u32, u16, &str)]) -> Intake {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let page = workbook.add_worksheet().set_name("Hồ sơ").expect("a name");
    for (row, line) in [(0, HEAD), (1, FIRST), (2, SECOND)] {
        for (column, cell) in (0..).zip(line.split('|')) {
            page.write_string(row, column, cell).expect("written");
        }
    }
    for (row, column, cell) in cells {
        page.write_string(*row, *column, *cell).expect("written");
    }
    Intake::text("ho-so-2023-12-31.xlsx", workbook.save_to_buffer().expect("a workbook"))
}

#[test]
fn a_sheet_as_long_as_the_old_ones_could_be_is_told() {
    let last = |row: u32| {
        let cells: Vec<(u32, u16, &str)> =
            (0..).zip(THIRD.split('|')).map(|(column, cell)| (row, column, cell)).collect();
        workbook(&cells).source.full_sheets
    };
    assert_eq!(last(65_535), ["Hồ sơ"]);
    assert_eq!(last(65_534), [""; 0]);
    assert_eq!(last(65_536), [""; 0]);
}

#[test]
fn columns_that_are_not_looked_at_are_counted() {
    let intake = workbook(&[(1, 299, "x"), (2, 280, "x")]);
    assert_eq!((intake.source.columns_beyond, intake.counts()), (44, (2, 0, 0)));
    assert_eq!(workbook(&[(1, 255, "x")]).source.columns_beyond, 0);
}

#[test]
fn whoever_hands_a_file_in_is_told_of_unread_sheets_and_values() {
    let office = Office::new();
    let head = format!("{HEAD}|Lệ phí");
    let rows = [format!("{FIRST}|abc"), format!("{SECOND}|8.000 đ")];
    let sheets: [Sheet; 2] = [
        sheet("Hồ sơ", &[&head, &rows[0], &rows[1]]),
        sheet("Ghi chú", &["Trạng thái|Nghĩa", "Đang xử lý|chưa xong"]),
    ];
    let path = office.file("ho-so-2023-12-31.xlsx", Format::Xlsx.bytes(&sheets));
    let (taken, build) = office.ingest(&path, &motcua::pipeline::IngestOverrides::default());
    let told = motcua::pipeline::ingest_summary(
        &office.catalog,
        "ho-so.xlsx",
        &taken[0],
        build.as_ref(),
        motcua::pipeline::HintReader::Page,
    );
    let told = told.expect("said");
    assert!(told.contains("không có dòng tiêu đề của loại tệp này: Ghi chú."), "{told}");
    assert!(told.contains("1 giá trị không đọc được"), "{told}");
}

#[test]
fn a_list_of_petitions_is_read_from_a_workbook_too() {
    let rows = [
        "Mã PAKN|Cơ quan xử lý|Ngày tiếp nhận|Hạn xử lý|Ngày trả lời|Trạng thái",
        "PAKN.20231201.0001|xã An Sơn|01/12/2023|15/12/2023|12/12/2023|Đã trả lời",
    ];
    for format in ALL {
        let name = format!("pakn-2023-12-31.{}", format.ending());
        let intake = Intake::text(&name, format.bytes(&[sheet("PAKN", &rows)]));
        assert_eq!(
            (intake.source.connector.as_str(), intake.counts()),
            ("petition_csv", (1, 0, 0))
        );
        let staged = intake
            .office
            .warehouse()
            .provenance
            .write_staged_csv("petition_version", "petition_code,received_at,due_at");
        let staged = staged.expect("staged");
        assert!(
            staged.contains("PAKN.20231201.0001,2023-12-01 00:00:00,2023-12-15 00:00:00"),
            "{staged}"
        );
    }
}

#[test]
fn a_note_in_words_is_no_table() {
    let note = "Kính gửi các xã, phường\n\nĐề nghị các đơn vị nộp tệp trước ngày 5 hằng tháng, đúng mẫu đã gửi.\n\nMọi vướng mắc xin liên hệ văn phòng, phòng số 3.\n";
    let told = refused(&Office::new().file("huong-dan.txt", note));
    assert!(told.contains("bài viết hoặc ghi chú, không đọc được như một bảng"), "{told}");
    assert!(!told.contains("connector"), "{told}");
}
