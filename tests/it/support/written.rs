//! Workbooks as programs write them, made from text: an XLSX of its parts, a BIFF stream of its records.

use crate::{ingest::bombs::zipped, support::intake::Intake};

pub const HEADING: [&str; 5] =
    ["Mã hồ sơ", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"];

/// What the workbooks of these tests hold, as it is staged.
pub const ROW: &str = "A1,06283,2023-12-04 08:15:00,2023-12-07 16:30:00,in_progress";
pub const COLUMNS: &str = "dossier_code,solving_agency,received_at,due_at,status";

pub fn rows(intake: &Intake) -> Vec<String> {
    intake.rows(COLUMNS)
}

/// The parts of an XLSX that a case writes otherwise.
pub struct Parts {
    pub names: [&'static str; 6],
    pub root: String,
    pub workbook: String,
    pub related: String,
    pub styles: String,
    pub texts: String,
    pub sheet: String,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Default for Parts {
    /// As an office program writes it: texts shared, days in the second style.
    fn default() -> Self {
        let related = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
        };
        let list = |all: String| format!("<Relationships>{all}</Relationships>");
        Self {
            names: [
                "_rels/.rels",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/styles.xml",
                "xl/sharedStrings.xml",
                "xl/worksheets/sheet1.xml",
            ],
            root: list(related("rId1", "officeDocument", "xl/workbook.xml")),
            workbook: format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TYPES}\"><sheets><sheet name=\"Hồ sơ\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
            related: list(
                related("rId1", "worksheet", "worksheets/sheet1.xml")
                    + &related("rId2", "styles", "styles.xml")
                    + &related("rId3", "sharedStrings", "sharedStrings.xml"),
            ),
            styles: styles("dd/mm/yyyy hh:mm", "Calibri"),
            texts: texts(&[&HEADING[..], &["A1", "06283", "Đang giải quyết"]].concat()),
            sheet: sheet(&format!(
                "<row r=\"1\">{}</row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>5</v></c><c r=\"B2\" t=\"s\"><v>6</v></c>\
                 <c r=\"C2\" s=\"1\"><v>45264.34375</v></c><c r=\"D2\" s=\"1\"><v>45267.6875</v></c><c r=\"E2\" t=\"s\"><v>7</v></c></row>",
                heading()
            )),
        }
    }
}

impl Parts {
    pub fn bytes(&self) -> Vec<u8> {
        let texts =
            [&self.root, &self.workbook, &self.related, &self.styles, &self.texts, &self.sheet];
        let parts: Vec<_> = (self.names.iter().zip(texts))
            .map(|(name, text)| (*name, text.as_bytes(), &b""[..], 0, &b""[..]))
            .collect();
        zipped(&parts)
    }
}

pub fn styles(format: &str, font: &str) -> String {
    format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"{format}\"/></numFmts>\
         <fonts><font><sz val=\"11\"/><name val=\"{font}\"/></font></fonts><cellStyleXfs><xf numFmtId=\"0\" fontId=\"0\"/></cellStyleXfs>\
         <cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/></cellXfs></styleSheet>"
    )
}

pub fn texts(all: &[&str]) -> String {
    let all: String =
        all.iter().map(|text| format!("<si><t>{text}</t></si>")).collect::<Vec<_>>().concat();
    format!("<sst xmlns=\"{MAIN}\">{all}</sst>")
}

pub fn sheet(rows: &str) -> String {
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")
}

/// The heading's cells, which name the first five shared texts.
pub fn heading() -> String {
    let cell = |(at, letter)| format!("<c r=\"{letter}1\" t=\"s\"><v>{at}</v></c>");
    (0..5).zip(["A", "B", "C", "D", "E"]).map(cell).collect()
}

/// Cells that hold their own texts.
pub fn inline(cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    cells.iter().map(cell).collect()
}

/// A record of a BIFF stream.
pub fn record(id: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&id.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// The record with which a sheet of version 2, 3, 4, 5 or 8 begins.
pub fn begin(version: u8) -> Vec<u8> {
    let (id, number): (u16, u16) = match version {
        2 => (0x0009, 0x0200),
        3 => (0x0209, 0x0300),
        4 => (0x0409, 0x0400),
        5 => (0x0809, 0x0500),
        _ => (0x0809, 0x0600),
    };
    let numbers: [u16; 4] = [number, 0x0010, 0, 0];
    record(id, &numbers.map(u16::to_le_bytes).concat())
}

/// A cell with a text, in UTF-16 in version 8 and as these bytes before.
pub fn label(version: u8, row: u16, column: u16, text: &str) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
    let length = |count: usize| u16::try_from(count).expect("a short text").to_le_bytes();
    let data = match version {
        2 => [&place[..], &[0; 3], &length(text.len())[..1], text.as_bytes()].concat(),
        8 => {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&place[..], &[0; 2], &length(units.len() / 2), &[1], &units].concat()
        }
        _ => [&place[..], &[0; 2], &length(text.len()), text.as_bytes()].concat(),
    };
    record(if version == 2 { 0x0004 } else { 0x0204 }, &data)
}

pub const END: [u8; 4] = [0x0A, 0, 0, 0];
