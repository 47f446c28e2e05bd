//! The XML Spreadsheet of Excel 2003: one file of XML, which scripts write as `.xls` to this day.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::{
    cell, legacy, limits,
    merged::MergedCells,
    number_format,
    reader::{RowHints, RowVisitor, WorkbookReader, WorkbookSheet, make_names_unique},
    xml::{self, XmlReader, XmlStop, is_set, read_attribute},
};
use crate::ingest::{Export, IngestError, table::HeaderCells, text::encoding::TextEncoding};

const LAST_ROW: u64 = 1_048_576;

/// Reads the sheets of an XML Spreadsheet of Excel 2003.
pub struct SpreadsheetXml<'e> {
    export: &'e Export,
    book: SpreadsheetXmlParts,
    seen: HashMap<String, RowHints>,
}

#[derive(Default)]
struct SpreadsheetXmlParts {
    sheets: Vec<(String, bool)>,
    styles: HashMap<String, SpreadsheetXmlStyle>,
    is_1904: bool,
}

#[derive(Default, Clone, Copy)]
struct SpreadsheetXmlStyle {
    is_day: bool,
    letters: Option<TextEncoding>,
}

impl<'e> SpreadsheetXml<'e> {
    /// Opens a workbook and lists its sheets; fails when its XML is damaged or out of bounds.
    pub fn open_workbook(export: &'e Export) -> Result<Self, IngestError> {
        limits::measure_flat_xml(export)?;
        let mut book = xml::read_part(export, "Workbook", export.open_bytes()?, read_parts)?;
        make_names_unique(book.sheets.iter_mut().map(|(name, _)| name));
        Ok(Self { export, book, seen: HashMap::new() })
    }
}

fn read_parts(reader: XmlReader) -> Result<SpreadsheetXmlParts, XmlStop> {
    let (mut buffer, mut book, mut style) =
        (Vec::new(), SpreadsheetXmlParts::default(), String::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "Style" => style = read_attribute(&start, "ID")?.unwrap_or_default(),
                "NumberFormat" => {
                    let format = read_attribute(&start, "Format")?.unwrap_or_default();
                    book.styles.entry(style.clone()).or_default().is_day = is_day(&format);
                }
                "Font" => {
                    let font = read_attribute(&start, "FontName")?.unwrap_or_default();
                    if let Some(letters) = legacy::encoding_of_font(&font) {
                        book.styles.entry(style.clone()).or_default().letters = Some(letters);
                    }
                }
                "Worksheet" => {
                    let name = read_attribute(&start, "Name")?.unwrap_or_default();
                    book.sheets.push((name, false));
                }
                "Visible" => {
                    let (mut state, mut inner) = (String::new(), Vec::new());
                    xml::read_text(reader, &mut inner, &mut state)?;
                    if let Some(sheet) = book.sheets.last_mut() {
                        sheet.1 = state.trim().ends_with("Hidden");
                    }
                }
                "Date1904" => book.is_1904 = true,
                _ => {}
            },
            Event::Eof => return Ok(book),
            _ => {}
        }
    }
}

/// Some formats have a name.
fn is_day(format: &str) -> bool {
    let named = ["Date", "Time"].iter().any(|name| format.ends_with(name));
    named || number_format::is_day(format)
}

impl WorkbookReader for SpreadsheetXml<'_> {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        let sheet = |(name, is_hidden): &(String, bool)| WorkbookSheet {
            name: name.clone(),
            is_hidden: *is_hidden,
        };
        self.book.sheets.iter().map(sheet).collect()
    }

    fn days_from_1904(&self) -> bool {
        self.book.is_1904
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        self.seen.get(sheet).copied().unwrap_or_default()
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let book = &self.book;
        let Some(at) = book.sheets.iter().position(|(name, _)| name == sheet) else {
            return Ok(());
        };
        let input = self.export.open_bytes()?;
        let seen = xml::read_part(self.export, "Worksheet", input, |reader| {
            visit_rows(reader, book, at, visit)
        })?;
        self.seen.insert(sheet.to_owned(), seen);
        Ok(())
    }
}

/// Visits the rows of the sheet with so many before it; returns what they show besides their cells.
fn visit_rows(
    reader: XmlReader,
    book: &SpreadsheetXmlParts,
    at: usize,
    visit: RowVisitor,
) -> Result<RowHints, XmlStop> {
    let (mut buffer, mut is_wanted, mut row, mut column) = (Vec::new(), false, 0_u64, 0_usize);
    let (mut cells, mut is_hidden): (HeaderCells, bool) = (Vec::new(), false);
    let (mut seen, mut merged_rows, mut sheets) =
        (RowHints::default(), MergedCells::default(), 0..);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "Worksheet" => is_wanted = sheets.next() == Some(at),
                "Row" if is_wanted => {
                    row = parse_index(&start, "Index")?.unwrap_or(row + 1);
                    is_hidden = is_set(&start, "Hidden")?;
                    (cells, column) = (Vec::new(), 0);
                }
                "Cell" if is_wanted => {
                    if let Some(own) = parse_index(&start, "Index")? {
                        column = usize::try_from(own - 1).unwrap_or(usize::MAX);
                    }
                    let merged = parse_index(&start, "MergeAcross")?.unwrap_or(0);
                    let reaches = parse_index(&start, "MergeDown")?.unwrap_or(0) + 1;
                    let style = read_attribute(&start, "StyleID")?.unwrap_or_default();
                    let style = book.styles.get(&style).copied().unwrap_or_default();
                    let is_formula = read_attribute(&start, "Formula")?.is_some();
                    let shown = read_value(reader, style, book.is_1904)?;
                    let shown = shown.or_else(|| is_formula.then(|| cell::NOT_CALCULATED.into()));
                    if let Some(text) = shown.filter(|text| !text.is_empty()) {
                        merged_rows.begin_cell(row, reaches, column, &text);
                        seen.place_cell(&mut cells, column, text);
                    }
                    column = column.saturating_add(1 + usize::try_from(merged).unwrap_or(0));
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "Row" if is_wanted && !cells.is_empty() => {
                    seen.note_row(row, &cells, is_hidden, LAST_ROW);
                    let carried = merged_rows.cells_reaching(row, &cells);
                    if !visit(row, &cells, carried).map_err(XmlStop::Visitor)? {
                        return Ok(seen);
                    }
                }
                "Worksheet" if is_wanted => return Ok(seen),
                _ => {}
            },
            Event::Eof if is_wanted => return Err(XmlStop::cut_off()),
            Event::Eof => return Ok(seen),
            _ => {}
        }
    }
}

fn parse_index(start: &BytesStart, name: &str) -> Result<Option<u64>, XmlStop> {
    Ok(read_attribute(start, name)?.and_then(|own| own.trim().parse().ok()).filter(|own| *own > 0))
}

/// What the cell just begun says; a note on it says nothing of it.
fn read_value(
    reader: XmlReader,
    style: SpreadsheetXmlStyle,
    is_1904: bool,
) -> Result<Option<String>, XmlStop> {
    let (mut buffer, mut inner, mut value) = (Vec::new(), Vec::new(), None);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if start.local_name().as_ref() == "Data" => {
                let kind = read_attribute(&start, "Type")?.unwrap_or_default();
                let mut text = String::new();
                xml::read_text(reader, &mut inner, &mut text)?;
                value = Some(match (kind.as_str(), text.trim().parse::<f64>()) {
                    ("Number", Ok(number)) if number.is_finite() && style.is_day => {
                        cell::format_moment(number, is_1904, true)
                    }
                    ("Number", Ok(number)) if number.is_finite() => cell::format_number(number),
                    ("Boolean", Ok(yes)) => (yes != 0.0).to_string(),
                    ("String", _) => match style.letters {
                        Some(encoding) => legacy::decode_font_text(&text, encoding),
                        None => text,
                    },
                    _ => text.trim().to_owned(),
                });
            }
            Event::Start(_) => xml::skip_element(reader, &mut inner)?,
            Event::End(_) => return Ok(value),
            Event::Eof => return Err(XmlStop::cut_off()),
            _ => {}
        }
    }
}
