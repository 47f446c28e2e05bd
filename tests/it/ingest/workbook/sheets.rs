//! Sheets: which are read, which are not, and workbooks nobody can open.

use std::fs;

use motcua::{catalog::Catalog, pipeline::IngestOverrides};
use rstest::rstest;

use crate::support::{
    intake::{Intake, kept, refused},
    office::Office,
};

const SHEETS: [&str; 3] =
    ["trang-tinh-2023-12-31.xlsx", "trang-tinh-2023-12-31.xls", "trang-tinh-2023-12-31.ods"];

#[test]
fn every_sheet_with_the_heading_is_read_hidden_or_not_whatever_the_order_of_its_columns() {
    for intake in Intake::of(&SHEETS) {
        let mut rows = intake.rows("source_sheet,source_row,dossier_code,solving_agency,status");
        rows.sort();
        assert_eq!(
            rows,
            [
                "Cũ,2,X-CŨ,06283,in_progress",
                "Hòa Bình,3,B1,06274,in_progress",
                "Hồ sơ,2,A1,06283,in_progress",
                "Hồ sơ,3,A2,06283,in_progress",
                "Lưu,2,X-LƯU,06283,in_progress",
            ],
            "{}",
            intake.source.file_name
        );
    }
}

#[test]
fn a_sheet_of_data_without_a_heading_goes_on_with_the_one_before() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let heading = ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"];
    let row = ["A1", "06283", "04/12/2023", "07/12/2023", "Đang giải quyết"];
    for (sheet, rows) in [("Hồ sơ", [heading, row]), ("Tiếp", [row, row])] {
        let sheet = workbook.add_worksheet().set_name(sheet).expect("a name");
        for (at, cells) in (0..).zip(rows) {
            sheet.write_row(at, 0, cells).expect("written");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let source = Intake::text("ho-so-2023-12-31.xlsx", bytes).source;
    assert_eq!((source.row_count, source.ignored_sheets), (3, Vec::<String>::new()));
}

#[test]
fn of_a_connector_that_names_sheets_no_other_is_read() {
    let content = tempfile::tempdir().expect("a temporary folder");
    let folder = content.path().join("connectors/generic_dossiers");
    fs::create_dir_all(&folder).expect("made");
    let own =
        fs::read_to_string("connectors/generic_dossiers/connector.toml").expect("a connector");
    let named = own.replacen("\n\n", "\nsheets = [\"Lưu\"]\n\n", 1);
    assert_ne!(own, named);
    fs::write(folder.join("connector.toml"), named).expect("written");
    let office =
        Office::with(Catalog::load_content(Some(content.path())).expect("the content is well"));
    for intake in Intake::by(office, &SHEETS.map(kept), &IngestOverrides::default()) {
        assert_eq!(
            intake.rows("source_sheet,dossier_code"),
            ["Lưu,X-LƯU"],
            "{}",
            intake.source.file_name
        );
    }
}

#[rstest]
#[case("mat-khau.xlsx")]
#[case("mat-khau.xls")]
#[case("mat-khau.ods")]
fn a_workbook_under_a_password_is_refused_with_the_way_to_take_it_off(#[case] name: &str) {
    let told = refused(&kept(name));
    let sentence = format!("`tests/files/{name}`: sổ tính được bảo vệ bằng mật khẩu\n");
    assert!(told.starts_with(&sentence) && told.contains("xóa mật khẩu"), "{told}");
}

#[test]
fn a_workbook_that_excel_opens_without_asking_is_read() {
    let [intake] = &Intake::of(&["khong-hoi-2023-12-31.xlsx"])[..] else { panic!("one export") };
    assert_eq!(intake.counts(), (1, 0, 0));
    assert_eq!(intake.rows("dossier_code,due_at"), ["A1,2023-12-29 00:00:00"]);
}

#[test]
fn a_workbook_named_otherwise_is_known_by_its_bytes() {
    let bytes = fs::read(kept("trang-tinh-2023-12-31.xls")).expect("a file");
    assert_eq!(Intake::text("xuat-2023-12-31.csv", bytes).source.row_count, 5);
}

#[test]
fn a_connector_that_reads_no_workbooks_says_so() {
    let said =
        IngestOverrides { connector: Some("generic_csv".into()), ..IngestOverrides::default() };
    let (mut taken, _) = Office::new().ingest(&kept("so-2026-08.xlsx"), &said);
    let told = taken.remove(0).expect_err("not read").to_string();
    assert!(told.contains("đây là sổ tính XLSX, mà loại tệp generic_csv không đọc"), "{told}");
}
