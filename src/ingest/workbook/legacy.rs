//! Texts in the letters of old fonts: what a workbook holds as `M· hå s¬` is shown as "Mã hồ sơ" by `.VnTime`.

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};

use super::reader::{RowHints, RowVisitor, WorkbookReader, WorkbookSheet};
use crate::ingest::{IngestError, table::CarriedValue, text::encoding::TextEncoding};

/// Encodings whose bytes old fonts show as Vietnamese letters.
pub const ENCODINGS: [TextEncoding; 2] = [TextEncoding::Tcvn3, TextEncoding::Vni];

/// The encoding that a font's letters stand for.
pub fn encoding_of_font(name: &str) -> Option<TextEncoding> {
    let name = name.trim().to_lowercase();
    let is_of = |start| name.starts_with(start);
    is_of(".vn").then_some(TextEncoding::Tcvn3).or(is_of("vni-").then_some(TextEncoding::Vni))
}

/// A text whose letters are the bytes of an old encoding; one that holds others is no such text.
pub fn decode_font_text(text: &str, encoding: TextEncoding) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    // The program that wrote it took the bytes for those of its Windows.
    for windows in [WINDOWS_1252, WINDOWS_1258] {
        if let (bytes, _, false) = windows.encode(text) {
            return encoding.decode_whole(&bytes).0;
        }
    }
    text.to_owned()
}

/// A workbook all of whose texts are in the letters of an old font.
pub struct ConvertedWorkbook<'w> {
    pub workbook: &'w mut dyn WorkbookReader,
    pub encoding: TextEncoding,
}

impl WorkbookReader for ConvertedWorkbook<'_> {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        self.workbook.list_sheets()
    }

    fn days_from_1904(&self) -> bool {
        self.workbook.days_from_1904()
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        self.workbook.row_hints(sheet)
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let encoding = self.encoding;
        self.workbook.each_row(sheet, &mut |row, cells, carried| {
            let read = |text: &String| decode_font_text(text, encoding);
            let cells: Vec<Option<String>> =
                cells.iter().map(|cell| cell.as_ref().map(read)).collect();
            let carried: Vec<CarriedValue> = (carried.iter())
                .map(|one| CarriedValue { text: read(&one.text), ..one.clone() })
                .collect();
            visit(row, &cells, &carried)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::tcvn3("x· An S¬n, huyÖn V¨n Quan", "xã An Sơn, huyện Văn Quan")]
    #[case::ascii("000.26.18.H37", "000.26.18.H37")]
    #[case::unicode_already("Đã xử lý xong", "Đã xử lý xong")]
    fn letters_of_old_fonts_are_read(#[case] text: &str, #[case] read: &str) {
        assert_eq!(decode_font_text(text, TextEncoding::Tcvn3), read);
    }
}
