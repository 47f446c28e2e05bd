//! What is there and cannot be read is not empty, and what is damaged is not taken with fewer rows.

use rstest::rstest;

use crate::{
    ingest::bombs::zipped,
    support::{
        fed::refused,
        intake::Intake,
        written::{END, HEADING, Parts, begin, label, record},
    },
};

const NEVER: &str = "#FORMULA!";

fn unread(name: &str, bytes: impl AsRef<[u8]>) {
    unread_as(NEVER, name, bytes);
}

fn unread_as(told: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let intake = Intake::text(name, bytes);
    let rejected = intake.rejected();
    let cells: Vec<_> =
        rejected.iter().map(|(row, column, _, value)| (*row, column, value)).collect();
    assert_eq!(cells, [(2, &"due_at".to_owned(), &told.to_owned())]);
    // The promised day is not needed of a dossier: it stays, and what needs the day leaves it out.
    assert_eq!(intake.counts(), (1, 0, 0));
}

#[rstest]
#[case::without_value("<f>C2+3</f>", "")]
#[case::with_an_empty_value("<f>C2+3</f><v></v>", "")]
#[case::shared("<f t=\"shared\" si=\"0\"/>", "")]
#[case::with_the_nought_of_a_library(
    "<f>C2+3</f><v>0</v>",
    "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>"
)]
fn a_formula_nobody_worked_out_is_not_empty(#[case] cell: &str, #[case] asks: &str) {
    let mut parts = Parts::default();
    parts.sheet = parts.sheet.replace("<v>45267.6875</v>", cell);
    parts.workbook = parts.workbook.replace("</workbook>", &format!("{asks}</workbook>"));
    unread("ho-so-2023-12-31.xlsx", parts.bytes());
}

#[test]
fn a_formula_nobody_worked_out_is_not_empty_in_other_formats_either() {
    let table =
        ods_table("name=\"Hồ sơ\"", "A1").replace("<c>07/12/2023", "<c formula=\"of:=C2+3\">");
    unread("ho-so-2023-12-31.ods", ods(&table));
    unread("ho-so-2023-12-31.xls", xls(0x0006, &[&0_f64.to_le_bytes()[..], &[0; 8]].concat()));
}

/// A table of an ODS with the heading and one row.
fn ods_table(attributes: &str, code: &str) -> String {
    let row = |cells: [&str; 5]| {
        let cells: String = cells.map(|text| format!("<c>{text}</c>")).concat();
        format!("<table-row>{cells}</table-row>")
    };
    let rows = [HEADING, [code, "06283", "04/12/2023", "07/12/2023", "Đang giải quyết"]].map(row);
    format!("<table {attributes}>{}</table>", rows.concat())
}

fn ods(tables: &str) -> Vec<u8> {
    let mut content = format!("<document-content>{tables}</document-content>");
    for (short, long) in [
        ("<c formula=\"of:=C2+3\"></c>", "<table-cell formula=\"of:=C2+3\"/>"),
        ("<c>", "<table-cell value-type=\"string\"><p>"),
        ("</c>", "</p></table-cell>"),
    ] {
        content = content.replace(short, long);
    }
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind, b"", 0, b""), ("content.xml", content.as_bytes(), b"", 0, b"")])
}

/// A BIFF stream with the heading and a row whose promised day is a record of this kind that holds this.
fn xls(id: u16, held: &[u8]) -> Vec<u8> {
    let mut stream = begin(8);
    for (row, texts) in [(0, HEADING), (1, ["A1", "06283", "04/12/2023", "", "Đang giải quyết"])]
    {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            stream.extend(label(8, row, column, text));
        }
    }
    let place = [1_u16, 3, 0].map(u16::to_le_bytes).concat();
    stream.extend(record(id, &[&place[..], held].concat()));
    stream.extend(END);
    stream
}

#[rstest]
#[case::number(0x0203, &[0; 4])]
#[case::short_number(0x027E, &[])]
#[case::text_longer_than_its_record(0x0204, &[90, 0, 0, b'0', b'7'])]
#[case::shared_text_that_is_not_there(0x00FD, &[7, 0, 0, 0])]
#[case::text_of_a_formula_that_does_not_follow(0x0006, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF])]
fn a_cell_that_does_not_hold_what_it_says_is_not_empty(#[case] id: u16, #[case] held: &[u8]) {
    unread_as("#REF!", "ho-so-2023-12-31.xls", xls(id, held));
}

/// A chart drawn on a sheet brings a table of its own numbers, which is no sheet.
#[test]
fn a_table_within_a_sheet_is_no_sheet() {
    let chart = format!("<shapes>{}</shapes><table-row>", ods_table("name=\"local-table\"", "C1"));
    let tables = ["A1", "A2"].map(|code| {
        ods_table(&format!("name=\"{code}\""), code).replacen("<table-row>", &chart, 1)
    });
    let intake = Intake::text("ho-so-2023-12-31.ods", ods(&tables.concat()));
    assert_eq!(intake.rows("dossier_code"), ["A1", "A2"]);
}

#[rstest]
#[case::without_names("", "")]
#[case::of_one_name("name=\"Hồ sơ\"", "name=\"Hồ sơ\"")]
fn every_sheet_is_read_once_whatever_it_is_called(#[case] one: &str, #[case] other: &str) {
    let codes = |name: &str, bytes: &[u8]| Intake::text(name, bytes).rows("dossier_code");
    let tables = [ods_table(one, "A1"), ods_table(other, "A2")].concat();
    assert_eq!(codes("ho-so-2023-12-31.ods", &ods(&tables)), ["A1", "A2"]);
    let mut page = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{tables}</Workbook>"
    );
    for (ods, xml) in [
        ("<table-row>", "<Row>"),
        ("</table-row>", "</Row>"),
        ("<table name", "<Worksheet ss:Name"),
        ("<table >", "<Worksheet>"),
        ("</table>", "</Table></Worksheet>"),
        ("<Row><c>Mã", "<Table><Row><c>Mã"),
        ("<c>", "<Cell><Data ss:Type=\"String\">"),
        ("</c>", "</Data></Cell>"),
    ] {
        page = page.replace(ods, xml);
    }
    assert_eq!(codes("ho-so-2023-12-31.xml", page.as_bytes()), ["A1", "A2"]);
}

fn stream() -> Vec<u8> {
    let mut stream = begin(8);
    let rows = [2_u32.to_le_bytes().as_slice(), &[0; 4]].concat();
    stream.extend(record(0x0200, &[&0_u32.to_le_bytes()[..], &rows, &[0; 2]].concat()));
    for (column, text) in (0..).zip(HEADING) {
        stream.extend(label(8, 0, column, text));
    }
    stream
}

#[rstest]
#[case::without_its_end(vec![])]
#[case::with_noughts_in_the_middle([vec![0; 64], END.to_vec()].concat())]
#[case::with_a_record_that_is_none([record(0x0204, &[1, 0, 0, 0]), vec![0x77, 0x77, 0xFF, 0xFF], END.to_vec()].concat())]
#[case::with_fewer_rows_than_it_says(END.to_vec())]
fn a_damaged_stream_is_not_taken_with_fewer_rows(#[case] rest: Vec<u8>) {
    let sentence = if rest == END { "thiếu dòng" } else { "hỏng" };
    refused("ho-so-2023-12-31.xls", &[stream(), rest].concat(), sentence);
}

/// A title, a blank row, the heading, a dossier; some writers say a cell twice.
#[rstest]
#[case::the_title(0)]
#[case::of_the_heading(2)]
#[case::of_the_dossier(3)]
fn a_record_twice_beside_a_blank_row_is_read(#[case] twice: u16) {
    let dossier = ["A1", "06283", "04/12/2023", "08/12/2023", "Đang giải quyết"];
    let mut stream = begin(8);
    let rows: [(u16, &[&str]); 3] = [(0, &["SỔ THEO DÕI"]), (2, &HEADING), (3, &dossier)];
    for (row, texts) in rows {
        for (column, text) in (0..).zip(texts) {
            let cell = label(8, row, column, text);
            let times = if row == twice && column == 0 { 2 } else { 1 };
            stream.extend(cell.repeat(times));
        }
    }
    stream.extend(END);
    assert_eq!(Intake::text("ho-so-2023-12-31.xls", stream).rows("dossier_code"), ["A1"]);
}

#[test]
fn a_part_cut_short_is_not_taken_with_fewer_rows() {
    let mut parts = Parts::default();
    parts.sheet.truncate(parts.sheet.find("</sheetData>").expect("its end"));
    refused("ho-so-2023-12-31.xlsx", &parts.bytes(), "cắt cụt");
    let mut parts = Parts::default();
    parts.sheet = parts.sheet.replace("<v>7</v>", "<v>70</v>");
    refused("ho-so-2023-12-31.xlsx", &parts.bytes(), "không có trong tệp");
    let mut parts = Parts::default();
    parts.workbook = parts
        .workbook
        .replace("</sheets>", "<sheet name=\"Tháng 2\" sheetId=\"2\" r:id=\"rId9\"/></sheets>");
    refused("ho-so-2023-12-31.xlsx", &parts.bytes(), "không có phần của trang tính `Tháng 2`");
}
