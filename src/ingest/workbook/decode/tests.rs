use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook};

use super::*;
use crate::{catalog::Catalog, disk::RowReader};

const HEADINGS: [&str; 5] =
    ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"];
/// More rows than are searched for a heading.
const ROWS: u32 = 100;

/// First row and column, last row and column, from 0, and what is written there.
type MergedRange = ([u32; 4], &'static str);

/// A title in the first row, a heading in the third, data from the fourth on.
fn workbook(path: &Path, merged: Option<MergedRange>) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "DANH SÁCH HỒ SƠ").expect("written");
    sheet.write_row(2, 0, HEADINGS).expect("written");
    for row in 3..3 + ROWS {
        let code = format!("000.26.18.H37-231204-{row:04}");
        let cells = [&code, "Xã An Sơn", "04/12/2023", "09/12/2023", "Đang xử lý"];
        sheet.write_row(row, 0, cells).expect("written");
    }
    if let Some(([first, left, last, right], text)) = merged {
        let [left, right] = [left, right].map(|column| u16::try_from(column).expect("small"));
        sheet.merge_range(first, left, last, right, text, &Format::new()).expect("merged");
    }
    workbook.add_worksheet().write(0, 0, "Ghi chú").expect("written");
    workbook.save(path).expect("saved");
}

/// What was decoded, with the rows in place of the file they stand in.
fn told(decoded: DecodedExport) -> String {
    let mut rows = RowReader::new(std::fs::File::open(&decoded.extract.path).expect("there"));
    let mut told = Vec::new();
    while let Some(row) = rows.next_row().expect("whole") {
        told.push(row.map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<_>>());
    }
    let extract = crate::domain::extract::TextExtract { path: "".into(), ..decoded.extract };
    format!("{told:?} {:?}", DecodedExport { extract, ..decoded })
}

#[rstest]
#[case::nothing_merged(None, true)]
#[case::across(Some(([0, 0, 0, 4], "DANH SÁCH HỒ SƠ")), true)]
#[case::above_the_data(Some(([0, 0, 1, 0], "DANH SÁCH HỒ SƠ")), true)]
#[case::from_the_heading_on(Some(([2, 6, 4, 6], "Ghi chú")), true)]
#[case::in_the_first_row_of_data(Some(([3, 1, 4, 1], "Xã Hòa Bình")), false)]
#[case::far_below(Some(([90, 1, 95, 1], "Xã Hòa Bình")), false)]
fn what_is_measured_while_it_is_read_is_what_is_read_once_measured(
    #[case] merged: Option<MergedRange>,
    #[case] is_certain: bool,
) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ho-so-2023-12-31.xlsx");
    workbook(&path, merged);
    let catalog = Catalog::load_content(None).expect("the content is well");
    let connectors = [catalog.find_connector("generic_xlsx").expect("there")];
    let export = Export::from_path(&path);
    let at_once = decode_at_once(&export, &connectors, &catalog.layout, folder.path());
    let mut reader = xlsx::XlsxWorkbook::open_workbook(&export).expect("sound");
    let measured =
        decode_in_encodings(&export, &mut reader, &connectors, &catalog.layout, folder.path());
    let measured = told(measured.expect("read"));
    assert!(measured.matches("000.26.18.H37-231204-").count() == ROWS as usize, "{measured}");
    assert_eq!(at_once.is_some(), is_certain);
    assert!(at_once.is_none_or(|decoded| told(decoded) == measured));
    let decoded =
        decode_workbook(&export, FileKind::Xlsx, &connectors, &catalog.layout, folder.path());
    assert_eq!(told(decoded.expect("read")), measured);
}
