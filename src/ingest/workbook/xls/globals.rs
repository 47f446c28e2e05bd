//! What the sheets of a BIFF stream share: their names, styles, texts.

use std::collections::HashMap;

use super::{
    super::{
        legacy,
        number_format::{is_builtin_day, is_day},
    },
    records::{BEGIN, END, StreamStart, XlsRecord, XlsRecords, u16_at, u32_at},
    text::{XlsSharedStrings, XlsTextFormat},
};
use crate::ingest::text::encoding::TextEncoding;

/// A style: whether it shows a day, and what its letters are where its font shows others than the text says.
#[derive(Debug, Clone, Copy, Default)]
pub struct XlsStyle {
    pub is_day: bool,
    pub letters: Option<TextEncoding>,
}

/// Describes a sheet of a BIFF stream: its name, and where it begins.
pub struct XlsSheetEntry {
    pub name: String,
    pub is_hidden: bool,
    /// The byte on which it begins.
    pub at: usize,
}

/// Holds what all sheets of a BIFF stream share.
pub struct XlsGlobals {
    pub writing: XlsTextFormat,
    pub sheets: Vec<XlsSheetEntry>,
    pub texts: XlsSharedStrings,
    pub is_1904: bool,
    pub is_protected: bool,
    /// Whether Excel has worked out the formulas, as far as a mark of it is left.
    pub is_calculated: bool,
    formats: HashMap<u16, bool>,
    fonts: Vec<Option<TextEncoding>>,
    /// Font and format of each style.
    styles: Vec<(u16, u16)>,
}

impl XlsGlobals {
    /// Reads what stands before the sheets; nothing if it is damaged. A stream of old is one sheet, and has it all there.
    pub fn read_globals(bytes: &[u8]) -> Option<Self> {
        let mut records = XlsRecords::starting_at(bytes, 0).peekable();
        let begin = StreamStart::from_record(records.peek()?)?;
        let code_page = XlsRecords::starting_at(bytes, 0)
            .take_while(|record| record.id != END)
            .find(|record| record.id == 0x0042)
            .map(|record| u16_at(record.data, 0))
            // A page of UTF-16 is said of texts that are not in a code page.
            .filter(|page| *page != 1200);
        let mut globals = Self {
            writing: XlsTextFormat { version: begin.version, code_page },
            sheets: Vec::new(),
            texts: XlsSharedStrings::default(),
            is_1904: false,
            is_protected: false,
            is_calculated: begin.version < 8,
            formats: HashMap::new(),
            fonts: Vec::new(),
            styles: Vec::new(),
        };
        let mut is_ended = false;
        for record in records {
            is_ended = record.id == END;
            if is_ended {
                break;
            }
            globals.take_record(bytes, &record)?;
            // What stands behind is encrypted.
            if globals.is_protected {
                return Some(globals);
            }
        }
        if begin.is_sheet {
            globals.sheets = vec![XlsSheetEntry { name: "Sheet1".into(), is_hidden: false, at: 0 }];
        } else if begin.version == 4 {
            globals.sheets = embedded_sheets(bytes);
        }
        is_ended.then_some(globals)
    }

    fn take_record(&mut self, bytes: &[u8], record: &XlsRecord) -> Option<()> {
        let (data, version) = (record.data, self.writing.version);
        match record.id {
            0x0022 => self.is_1904 = u16_at(data, 0) == 1,
            0x002F => self.is_protected = true,
            0x01C1 => self.is_calculated = true,
            0x0031 | 0x0231 => {
                let at = match version {
                    2 => 4,
                    3 | 4 => 6,
                    _ => 14,
                };
                let name = self.writing.read_text(data.get(at..)?, 1).unwrap_or_default();
                self.fonts.push(legacy::encoding_of_font(&name));
            }
            0x001E | 0x041E => {
                let (index, at, length) = match version {
                    2 | 3 => (self.formats.len(), 0, 1),
                    4 => (self.formats.len(), 2, 1),
                    5 => (usize::from(u16_at(data, 0)), 2, 1),
                    _ => (usize::from(u16_at(data, 0)), 2, 2),
                };
                let code = self.writing.read_text(data.get(at..)?, length).unwrap_or_default();
                self.formats.insert(u16::try_from(index).ok()?, is_day(&code));
            }
            0x0043 => self.styles.push((byte_at(data, 0), byte_at(data, 2) & 0x3F)),
            0x0243 | 0x0443 => self.styles.push((byte_at(data, 0), byte_at(data, 1))),
            0x00E0 => self.styles.push((u16_at(data, 0), u16_at(data, 2))),
            // Sheets of charts and macros hold no cells.
            0x0085 if data.len() > 6 && (data[5] == 0 || version < 5) => {
                self.sheets.push(XlsSheetEntry {
                    name: self.writing.read_text(&data[6..], 1)?,
                    is_hidden: data[4] & 3 != 0,
                    at: u32_at(data, 0) as usize,
                });
            }
            0x00FC => self.texts = XlsSharedStrings::read_strings(bytes, record.at)?,
            _ => {}
        }
        Some(())
    }

    /// Returns the style of an index; one that is not there shows no day.
    pub fn style_at(&self, index: u16) -> XlsStyle {
        let (font, format) = self.styles.get(usize::from(index)).copied().unwrap_or_default();
        XlsStyle { is_day: self.is_day(format), letters: self.font_encoding(font) }
    }

    /// Tells whether the number format of an index shows a day.
    pub fn is_day(&self, format: u16) -> bool {
        let own = self.formats.get(&format).copied();
        own.unwrap_or_else(|| self.writing.version >= 5 && is_builtin_day(format))
    }

    /// There is no font of the number 4.
    fn font_encoding(&self, font: u16) -> Option<TextEncoding> {
        let index = usize::from(font) - usize::from(font > 4);
        self.fonts.get(index).copied().flatten()
    }
}

fn byte_at(data: &[u8], at: usize) -> u16 {
    data.get(at).copied().map_or(0, u16::from)
}

/// The sheets of a workbook of version 4, which stand in it one behind the other.
fn embedded_sheets(bytes: &[u8]) -> Vec<XlsSheetEntry> {
    let records = XlsRecords::starting_at(bytes, 0).filter(|record| BEGIN.contains(&record.id));
    let sheets = records
        .filter(|record| StreamStart::from_record(record).is_some_and(|begin| begin.is_sheet));
    let listed = |(number, record): (usize, XlsRecord)| XlsSheetEntry {
        name: format!("Sheet{number}"),
        is_hidden: false,
        at: record.at,
    };
    (1..).zip(sheets).map(listed).collect()
}
