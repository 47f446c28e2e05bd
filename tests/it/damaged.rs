//! What is there and cannot be read is not empty, and what is damaged is not taken with fewer rows.

use rstest::rstest;

use crate::{
    bombs::zipped,
    fed::refused,
    intake::Intake,
    written::{END, HEADING, Parts, begin, label, record},
};

const NEVER: &str = "#FORMULA!";

fn unread(name: &str, bytes: impl AsRef<[u8]>) {
    let intake = Intake::text(name, bytes);
    let rejected = intake.rejected();
    let cells: Vec<_> =
        rejected.iter().map(|(row, column, _, value)| (*row, column, value)).collect();
    assert_eq!(cells, [(2, &"due_at".to_owned(), &NEVER.to_owned())]);
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
    let cell = |text: &&str| format!("<c t=\"string\"><p>{text}</p></c>");
    let heading: String = HEADING.iter().map(cell).collect();
    let row = [
        cell(&"A1"),
        cell(&"06283"),
        cell(&"04/12/2023"),
        "<c formula=\"of:=C2+3\"/>".into(),
        cell(&"Đang giải quyết"),
    ];
    let content = format!(
        "<document-content><table name=\"Hồ sơ\"><table-row>{heading}</table-row><table-row>{}</table-row></table></document-content>",
        row.concat()
    );
    let content = content
        .replace("<c t=", "<table-cell value-type=")
        .replace("<c ", "<table-cell ")
        .replace("</c>", "</table-cell>");
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    unread(
        "ho-so-2023-12-31.ods",
        zipped(&[
            ("mimetype", kind, b"", 0, b""),
            ("content.xml", content.as_bytes(), b"", 0, b""),
        ]),
    );

    let mut stream = begin(8);
    for (row, texts) in [(0, HEADING), (1, ["A1", "06283", "04/12/2023", "", "Đang giải quyết"])]
    {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            stream.extend(label(8, row, column, text));
        }
    }
    let place = [1_u16, 3, 0].map(u16::to_le_bytes).concat();
    stream.extend(record(0x0006, &[&place[..], &0_f64.to_le_bytes(), &[0; 8]].concat()));
    stream.extend(END);
    unread("ho-so-2023-12-31.xls", stream);
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

#[test]
fn a_part_cut_short_is_not_taken_with_fewer_rows() {
    let mut parts = Parts::default();
    parts.sheet.truncate(parts.sheet.find("</sheetData>").expect("its end"));
    refused("ho-so-2023-12-31.xlsx", &parts.bytes(), "cắt cụt");
    let mut parts = Parts::default();
    parts.sheet = parts.sheet.replace("<v>7</v>", "<v>70</v>");
    refused("ho-so-2023-12-31.xlsx", &parts.bytes(), "không có trong tệp");
}
