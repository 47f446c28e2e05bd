//! What is no table is named as what it is, by its bytes, with the way on.

use std::io::Cursor;

use rstest::rstest;

use crate::{
    ingest::bombs::zipped,
    support::{fed::told, intake::refused, office::Office},
};

const CSV: &str =
    "Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\nA1;06283;;;Đang xử lý\n";

fn packed(names: &[&str]) -> Vec<u8> {
    let parts: Vec<_> =
        names.iter().map(|name| (*name, &b"x"[..], &b""[..], 0, &b""[..])).collect();
    zipped(&parts)
}

fn compound(stream: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    file.create_stream(stream).expect("a stream");
    file.into_inner().into_inner()
}

#[rstest]
#[case::pdf(b"%PDF-1.7\n1 0 obj".to_vec(), "tệp PDF")]
#[case::word(packed(&["[Content_Types].xml", "word/document.xml"]), "tài liệu Word")]
#[case::old_word(compound("WordDocument"), "tài liệu Word")]
#[case::slides(packed(&["[Content_Types].xml", "ppt/presentation.xml"]), "PowerPoint")]
#[case::outlook(compound("__properties_version1.0"), "thư điện tử")]
#[case::letter(b"From: a@vi.du\r\nTo: b@vi.du\r\nSubject: Danh sach\r\n\r\nMa".to_vec(), "thư điện tử")]
#[case::rtf(b"{\\rtf1\\ansi Danh}".to_vec(), "văn bản RTF")]
#[case::picture(b"\x89PNG\r\n\x1A\n\0\0".to_vec(), "ảnh")]
#[case::photograph(b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "ảnh")]
#[case::rar(b"Rar!\x1A\x07\x01\0".to_vec(), "tệp nén RAR")]
#[case::seven(b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), "tệp nén 7z")]
#[case::xlsb(packed(&["[Content_Types].xml", "xl/workbook.bin"]), "XLSB")]
#[case::odt(zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text", b"", 0, b""), ("content.xml", b"<a/>", b"", 0, b"")]), "ODT")]
#[case::database(b"SQLite format 3\0\x10\0".to_vec(), "SQLite")]
#[case::access(b"\0\x01\0\0Standard ACE DB\0".to_vec(), "Access")]
#[case::program(b"MZ\x90\0\x03\0".to_vec(), "chương trình")]
#[case::noise((0..4096_u32).map(|at| (at * at * 31 / 7 % 251) as u8).collect(), "tệp nhị phân")]
fn what_is_no_table_is_named(#[case] bytes: Vec<u8>, #[case] name: &str) {
    let office = Office::new();
    // Whatever its ending says.
    for file in ["xuat-2023-12-31.xls", "xuat-2023-12-31.csv"] {
        let told = refused(&office.file(file, &bytes));
        assert!(told.contains(&format!("đây là {name}")) || told.contains(name), "{told}");
        assert!(told.lines().nth(1).is_some_and(|way| !way.is_empty()), "{told}");
        assert!(!told.contains('\u{FFFD}') && told.len() < 500, "{told}");
    }
}

#[test]
fn a_web_archive_is_read_as_the_page_in_it() {
    let row = "<tr><td>A1<td>06283<td><td><td>=C4=90ang x=E1=BB=AD l=\r\n=C3=BD</table>";
    let heading = CSV.lines().next().expect("a heading").replace(';', "<td>");
    let heading = heading.bytes().map(|byte| format!("={byte:02X}")).collect::<Vec<_>>().concat();
    let archive = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td>{heading}{row}\r\n--b--\r\n"
    );
    let intake = crate::support::intake::Intake::text("ho-so-2023-12-31.xls", archive);
    assert_eq!(intake.rows("dossier_code,solving_agency,status"), ["A1,06283,in_progress"]);
}

#[test]
fn every_member_of_a_zip_that_is_no_table_is_named_and_the_rest_is_read() {
    let inner = zipped(&[("a.csv", CSV.as_bytes(), b"", 0, b"")]);
    let zip = zipped(&[
        ("a.csv", CSV.as_bytes(), b"", 0, b""),
        ("trong.zip", &inner, b"", 0, b""),
        ("anh.png", b"\x89PNG\r\n\x1A\n", b"", 0, b""),
        ("doc/~$a.xlsx", b"\x05Lan", b"", 0, b""),
    ]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (is_done, said) = told(folder.path(), "thang.zip", &zip);
    assert!(!is_done && said.contains("kept 1"), "{said}");
    for member in [
        "thang.zip/trong.zip`: đây là tệp nén ZIP nằm trong một tệp nén khác",
        "thang.zip/anh.png`: đây là ảnh",
    ] {
        assert!(said.contains(member), "{said}");
    }
    assert!(!said.contains("~$a.xlsx"), "{said}");
}
