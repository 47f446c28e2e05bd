use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use rstest::rstest;

use super::{
    super::{styles::XlsxStyle, texts::SharedStrings},
    *,
};

#[rstest]
#[case("A1", Some(0))]
#[case("ab12", Some(27))]
#[case("XFD1048576", Some(16_383))]
#[case("XFE1", None)]
#[case("12", None)]
fn a_place_names_its_column(#[case] place: &str, #[case] column: Option<usize>) {
    assert_eq!(column_of(place), column);
}

/// Cells of every kind, plain and otherwise, side by side.
const SHEET: &str = "<worksheet><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45264.34375</v></c><c r=\"D1\"><v>1.5</v></c></row>\
    <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"inlineStr\"><is><t>a_x0041_ &lt;</t></is></c>\
    <c r=\"B2\" t=\"inlineStr\"><is><t>Xã_x0020_An</t></is></c><c r=\"C2\" t=\"str\"><v>Sơn</v></c></row>\n<row/>\
    <row r=\"5\"><c r=\"A5\" s=\"1\"/><c r=\"B5\"><f>A1</f></c><c r=\"C5\" t=\"b\"><v>1</v></c><c><v>7</v></c>\
    <c r=\"G5\" t=\"s\"><v> 1 </v></c><c r=\"KZ5\" t=\"e\"><v>#N/A</v></c></row>\
    <row r=\"6\" spans=\"1:2\"><c r=\"A6\" t=\"s\"><v>0</v></c></row><row r=\"8\"><c r=\"B8\" t=\"s\"><v>1</v></c></row>\
    <row r=\"9\"><c r=\"A9\"/></row><row r=\"10\" hidden=\"1\"><c r=\"A10\"><v>7</v></c></row><row r=\"11\"><c r=\"A11\"><v>8</v></c></row>\
    </sheetData><mergeCells><mergeCell ref=\"A1:A5\"/></mergeCells></worksheet>";

/// The rows of a sheet, and what they show, read with a buffer of so many bytes.
fn rows_of(sheet: &str, buffer: usize) -> Result<String, PartProblem> {
    let styles = vec![XlsxStyle::default(), XlsxStyle { is_day: true, ..XlsxStyle::default() }];
    let book = XlsxParts { texts: shared_texts(buffer)?, styles, ..XlsxParts::default() };
    let mut rows = Vec::new();
    let mut visit = |row: u64, cells: &[Option<String>], _: &[_]| {
        rows.push(format!("{row} {cells:?}"));
        Ok(true)
    };
    let seen = with_reader(sheet, buffer, |reader| {
        visit_rows(reader, &book, MergedCells::default(), &mut visit)
    })?;
    Ok(format!("{} {seen:?}", rows.join("; ")))
}

fn shared_texts(buffer: usize) -> Result<SharedStrings, PartProblem> {
    let texts = "<sst><si><t>Mã</t></si><si><t>Đơn vị</t></si></sst>";
    with_reader(texts, buffer, SharedStrings::read_strings)
}

fn with_reader<T>(
    sheet: &str,
    buffer: usize,
    read: impl FnOnce(XmlReader) -> Result<T, XmlStop>,
) -> Result<T, PartProblem> {
    let mut input = BufReader::with_capacity(buffer, sheet.as_bytes());
    let mut reader = Reader::from_reader(&mut input as &mut dyn BufRead);
    reader.config_mut().expand_empty_elements = true;
    read(&mut reader).map_err(|stop| match stop {
        XmlStop::Broken(problem) => problem,
        XmlStop::Visitor(error) => panic!("{error}"),
    })
}

#[test]
fn plain_cells_are_read_as_the_reader_reads_them() {
    // A second blank behind the name, and no cell is plain, nor what stands between rows.
    let slow = SHEET.replace("<c r", "<c  r").replace("<row r", "<row  r");
    let slow = rows_of(&slow, 1 << 16).expect("read");
    assert!(
        slow.contains(r#"1 [Some("Mã"), Some("2023-12-04 08:15:00"), None, Some("1,5")]"#),
        "{slow}"
    );
    assert!(slow.contains(r#"2 [Some("aA <"), Some("Xã An"), Some("Sơn")]"#), "{slow}");
    assert!(
        slow.contains(
            r##"Some("#FORMULA!"), Some("true"), Some("7"), None, None, Some("Đơn vị")"##
        ),
        "{slow}"
    );
    assert!(
        slow.contains(r#"6 [Some("Mã")]; 8 [None, Some("Đơn vị")]; 10 [Some("7")]; 11"#),
        "{slow}"
    );
    assert!(slow.contains("hidden_rows: 2") && slow.contains("columns_beyond: 56"), "{slow}");
    for buffer in (1..300).chain([1 << 16]) {
        assert_eq!(rows_of(SHEET, buffer).expect("read"), slow, "with a buffer of {buffer}");
    }
}

#[test]
fn no_row_is_visited_behind_the_last_that_is_wanted() {
    for (last, wanted) in [(1, "1"), (6, "1 2 5 6"), (8, "1 2 5 6 8")] {
        let mut rows = Vec::new();
        let mut visit = |row: u64, _: &[Option<String>], _: &[_]| {
            rows.push(row.to_string());
            Ok(row < last)
        };
        let book =
            XlsxParts { texts: shared_texts(1 << 16).expect("read"), ..XlsxParts::default() };
        with_reader(SHEET, 1 << 16, |reader| {
            visit_rows(reader, &book, MergedCells::default(), &mut visit)
        })
        .expect("read");
        assert_eq!(rows.join(" "), wanted);
    }
}

#[test]
fn a_row_past_the_last_of_a_sheet_is_refused_behind_plain_ones() {
    let far = SHEET.replace("<row r=\"6\"", "<row r=\"1048577\"");
    assert_eq!(rows_of(&far, 1 << 16), Err(PartProblem::RowTooFar { row: 1_048_577 }));
}

#[rstest]
#[case::a_text_that_is_not_there("<c r=\"B1\" t=\"s\"><v>9</v></c>")]
#[case::a_place_out_of_the_sheet("<c r=\"XFE1\"><v>1</v></c>")]
#[case::cut_off("<c r=\"B1\" t=\"s\"><v>1</v>")]
fn what_is_wrong_with_a_plain_cell_is_said(#[case] cell: &str) {
    let sheet = format!("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>{cell}");
    let slow = rows_of(&sheet.replace("<c r", "<c  r"), 1 << 16).expect_err("broken");
    assert_eq!(rows_of(&sheet, 1 << 16), Err(slow));
}

#[rstest]
#[case::a_cell_outside_of_a_row("<c r=\"A1\"><v>1</v></c>")]
#[case::a_row_that_is_not_ended("<row r=\"1\"><row r=\"2\"><c r=\"A2\"><v>1</v></c>")]
#[case::a_row_that_ended("<row r=\"1\"/><c r=\"A1\"><v>1</v></c>")]
#[case::another_element_in_a_row("<row r=\"1\"><x><c r=\"A1\"><v>1</v></c>")]
#[case::a_row_with_a_prefix("<x:row r=\"1\"><c r=\"A1\"><v>1</v></c>")]
#[case::a_row_in_another_element("<x><row r=\"1\"><c r=\"A1\"><v>1</v></c>")]
fn a_row_that_ends_where_none_was_is_broken(#[case] begun: &str) {
    let sheet = format!(
        "<worksheet><sheetData>{begun}</row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row></sheetData></worksheet>"
    );
    let slow =
        rows_of(&sheet.replace("<row r=\"3\"", "<row  r=\"3\""), 1 << 16).expect_err("broken");
    assert_eq!(rows_of(&sheet, 1 << 16), Err(slow));
}

#[test]
fn merged_cells_are_found_behind_plain_ones() {
    let regions = with_reader(SHEET, 64, read_merged).expect("read");
    assert_eq!(regions, [MergedRegion::new(1, 5, 0).expect("of several rows")]);
}
