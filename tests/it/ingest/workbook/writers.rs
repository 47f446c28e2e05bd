//! What is legal in a workbook is read, whoever wrote it and however; the same row every time.

use rstest::rstest;

use crate::support::{
    intake::Intake,
    written::{
        END, HEADING, Parts, ROW, begin, heading, inline, label, rows, sheet, styles, texts,
    },
};

const DATES: [&str; 2] = ["45264.34375", "45267.6875"];

fn prefixed(parts: &mut Parts) {
    for part in [&mut parts.workbook, &mut parts.texts, &mut parts.sheet] {
        *part = part.replace("</", "<\u{1}").replace('<', "<x:").replace("<x:\u{1}", "</x:");
        *part = part.replace("xmlns=", "xmlns:x=");
    }
}

fn without_places(parts: &mut Parts) {
    parts.sheet = sheet(&format!(
        "<row>{}</row><row>{}<c s=\"1\"><v>{}</v></c><c s=\"1\"><v>{}</v></c>{}</row>",
        inline(&HEADING),
        inline(&["A1", "06283"]),
        DATES[0],
        DATES[1],
        inline(&["Đang giải quyết"]),
    ));
}

fn strict(parts: &mut Parts) {
    for part in [&mut parts.workbook, &mut parts.root, &mut parts.related, &mut parts.sheet] {
        *part = part
            .replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            .replace(
                "http://schemas.openxmlformats.org/officeDocument/2006",
                "http://purl.oclc.org/ooxml/officeDocument",
            );
    }
    parts.sheet = parts
        .sheet
        .replace("s=\"1\"><v>45264.34375", "s=\"1\" t=\"d\"><v>2023-12-04T08:15:00")
        .replace("s=\"1\"><v>45267.6875", "s=\"1\" t=\"d\"><v>2023-12-07T16:30:00");
}

fn with_backslashes(parts: &mut Parts) {
    parts.names = [
        "_rels\\.rels",
        "xl\\workbook.xml",
        "xl\\_rels\\workbook.xml.rels",
        "xl\\styles.xml",
        "xl\\SharedStrings.xml",
        "xl\\worksheets\\sheet1.xml",
    ];
}

fn with_comments_and_cdata(parts: &mut Parts) {
    parts.texts = parts.texts.replace("<t>A1", "<!-- mã --><t><![CDATA[A]]><!-- <v> -->1");
    parts.sheet = parts.sheet.replace("<v>45264.34375", "<v><!-- ngày -->4<![CDATA[5264]]>.34375");
}

fn with_letters_as_numbers(parts: &mut Parts) {
    parts.texts = parts
        .texts
        .replace("Ngày tiếp nhận", "Ngày_x000D_\ntiếp nhận")
        .replace("A1<", "A1_x000D_\n<")
        .replace("Đang giải quyết", "Đang gi_x1EA3_i quyết");
}

fn in_runs(parts: &mut Parts) {
    parts.texts = parts.texts.replace(
        "<si><t>A1</t></si>",
        "<si><r><t>A</t></r><r><rPr><b/></rPr><t>1</t></r><rPh sb=\"0\" eb=\"1\"><t>ei</t></rPh><phoneticPr fontId=\"1\"/></si>",
    );
}

fn from_1904(parts: &mut Parts) {
    parts.workbook =
        parts.workbook.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>").replace(
            "</workbook>",
            "<extLst><ext><x15:workbookPr chartTrackingRefBase=\"1\"/></ext></extLst></workbook>",
        );
    parts.sheet = parts.sheet.replace("45264.", "43802.").replace("45267.", "43805.");
}

fn with_format_in_words(parts: &mut Parts) {
    parts.styles =
        styles("&quot;ngày &quot;dd&quot; tháng &quot;mm&quot; năm &quot;yyyy;@", "Calibri");
}

fn at_other_places(parts: &mut Parts) {
    parts.names = ["_rels/.rels", "a/so.xml", "a/_rels/so.xml.rels", "a/s.xml", "t.xml", "b/c.xml"];
    parts.root = parts.root.replace("xl/workbook.xml", "/a/so.xml");
    parts.related = parts
        .related
        .replace("worksheets/sheet1.xml", "../b/c.xml")
        .replace("styles.xml", "s.xml")
        .replace("sharedStrings.xml", "/t.xml");
}

fn in_an_old_font(parts: &mut Parts) {
    parts.styles = styles("dd/mm/yyyy", ".VnTime");
    parts.texts =
        parts.texts.replace("Mã hồ sơ", "M· hå s¬").replace("Đang giải quyết", "§ang gi¶i quyÕt");
}

fn in_letters_of_an_old_font(parts: &mut Parts) {
    let old = [
        "M· hå s¬",
        "§¬n vÞ gi¶i quyÕt",
        "Ngµy tiÕp nhËn",
        "Ngµy hÑn tr¶",
        "Tr¹ng th¸i",
        "A1",
        "06283",
        "§ang gi¶i quyÕt",
    ];
    parts.texts = texts(&old);
}

fn with_numbers_of_formulas(parts: &mut Parts) {
    parts.sheet = parts.sheet.replace("<v>45267.6875", "<f>C2+3</f><v>45267.6875");
}

#[rstest]
#[case::as_offices_write_it(|_: &mut Parts| {})]
#[case::prefixed(prefixed)]
#[case::without_places(without_places)]
#[case::strict(strict)]
#[case::with_backslashes(with_backslashes)]
#[case::with_comments_and_cdata(with_comments_and_cdata)]
#[case::with_letters_as_numbers(with_letters_as_numbers)]
#[case::in_runs(in_runs)]
#[case::from_1904(from_1904)]
#[case::with_format_in_words(with_format_in_words)]
#[case::at_other_places(at_other_places)]
#[case::in_an_old_font(in_an_old_font)]
#[case::in_letters_of_an_old_font(in_letters_of_an_old_font)]
#[case::with_numbers_of_formulas(with_numbers_of_formulas)]
fn an_xlsx_is_read_however_it_is_written(#[case] otherwise: fn(&mut Parts)) {
    let mut parts = Parts::default();
    otherwise(&mut parts);
    let intake = Intake::text("ho-so-2023-12-31.xlsx", parts.bytes());
    assert_eq!((rows(&intake), intake.rejected()), (vec![ROW.to_owned()], vec![]));
}

#[test]
fn a_sheet_in_utf_16_is_read() {
    let mut parts = Parts::default();
    // A line break in a cell is none of the file.
    parts.texts = parts.texts.replace("A1<", "&#13;&#10;A1<");
    let wide = |text: &str| -> Vec<u8> {
        let units = format!("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
        units.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let bytes = parts.bytes();
    let written = wide(&parts.sheet);
    let other = crate::ingest::bombs::with_part_of(&bytes, "xl/worksheets/sheet1.xml", &written);
    assert_eq!(rows(&Intake::text("ho-so-2023-12-31.xlsx", other)), [ROW]);
}

#[rstest]
#[case(2)]
#[case(3)]
#[case(4)]
#[case(5)]
#[case(8)]
fn a_bare_stream_of_every_version_is_read(#[case] version: u8) {
    let cells = ["A1", "06283", "04/12/2023 08:15", "07/12/2023 16:30", "Đang giải\r\nquyết"];
    let mut stream = begin(version);
    for (row, texts) in [(0, HEADING), (1, cells)] {
        for (column, text) in (0..).zip(texts) {
            stream.extend(label(version, row, column, text));
        }
    }
    stream.extend(END);
    assert_eq!(rows(&Intake::text("ho-so-2023-12-31.xls", stream)), [ROW]);
}

#[test]
fn the_xml_spreadsheet_of_2003_is_read() {
    let cell = |text: &&str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let heading: String = HEADING.iter().map(cell).collect();
    let book = format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"General Date\"/></Style></Styles>\
         <Worksheet ss:Name=\"Hồ sơ\"><Table><Row ss:Index=\"3\">{heading}</Row>\
         <Row><Cell><Data ss:Type=\"String\">A<ss:Font>1</ss:Font></Data><Comment><ss:Data>ghi chú</ss:Data></Comment></Cell>\
         <Cell><Data ss:Type=\"String\">06283</Data></Cell><Cell ss:StyleID=\"s1\"><Data ss:Type=\"Number\">45264.34375</Data></Cell>\
         <Cell><Data ss:Type=\"DateTime\">2023-12-07T16:30:00.000</Data></Cell>\
         <Cell ss:Index=\"5\"><Data ss:Type=\"String\">Đang giải quyết</Data></Cell></Row></Table></Worksheet></Workbook>"
    );
    assert_eq!(rows(&Intake::text("ho-so-2023-12-31.xls", book)), [ROW]);
}

#[test]
fn rows_that_a_filter_hides_are_data_and_counted() {
    let mut parts = Parts::default();
    parts.sheet = parts.sheet.replace("<row r=\"2\">", "<row r=\"2\" hidden=\"1\">");
    let intake = Intake::text("ho-so-2023-12-31.xlsx", parts.bytes());
    assert_eq!((rows(&intake), intake.source.hidden_rows), (vec![ROW.to_owned()], 1));
}

#[test]
fn a_sheet_full_to_its_last_row_was_cut_off() {
    let row = |number: u32| {
        format!(
            "<row r=\"{number}\">{}</row>",
            inline(&[&format!("A{number}"), "06283", "", "", "Đang giải quyết"])
        )
    };
    let parts = Parts {
        sheet: sheet(&format!(
            "<row r=\"1\">{}</row>{}{}",
            heading(),
            row(1_048_575),
            row(1_048_576)
        )),
        ..Parts::default()
    };
    let intake = Intake::text("ho-so-2023-12-31.xlsx", parts.bytes());
    assert_eq!((intake.source.row_count, intake.source.full_sheets), (2, vec!["Hồ sơ".to_owned()]));
}
