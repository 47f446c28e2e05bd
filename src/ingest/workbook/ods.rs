//! ODS, row by row. A run of a thousand equal cells is written as one with a count; ours is never written out.

use std::{collections::HashMap, io::BufReader};

use quick_xml::events::{BytesStart, Event};

use super::{
    cell, limits,
    merged::MergedCells,
    reader::{RowHints, RowVisitor, WIDEST, WorkbookReader, WorkbookSheet, make_names_unique},
    xml::{self, XmlReader, XmlStop, read_attribute},
};
use crate::ingest::{
    Export, IngestError, PartProblem,
    export::{InflatedReader, LARGEST_PART, open_archive},
    table::HeaderCells,
};

/// The rows a sheet of this format can have at all.
const LAST_ROW: u64 = 1_048_576;
/// A row with data in it that stands for more rows than this is no table, and is refused.
const MOST_REPEATS: u64 = 10_000;

/// Reads the sheets of an ODS workbook, packed or as one file of XML.
pub struct OdsWorkbook<'e> {
    export: &'e Export,
    /// Whether all of it is one file of XML, not packed.
    is_flat: bool,
    sheets: Vec<(String, bool)>,
    seen: HashMap<String, RowHints>,
}

type StyleNames = Vec<(String, bool)>;

impl<'e> OdsWorkbook<'e> {
    /// Opens a workbook and lists its sheets; fails when it is encrypted, damaged or out of bounds.
    pub fn open_workbook(export: &'e Export, is_flat: bool) -> Result<Self, IngestError> {
        if is_flat {
            limits::measure_flat_xml(export)?;
        } else {
            limits::measure_ods(export)?;
        }
        let mut ods = Self { export, is_flat, sheets: Vec::new(), seen: HashMap::new() };
        if !is_flat
            && ods
                .read_xml_part("META-INF/manifest.xml", |reader| {
                    has_element(reader, "encryption-data")
                })?
                .unwrap_or(false)
        {
            return Err(export.protected_error());
        }
        ods.sheets = ods.read_xml_part("content.xml", sheet_names)?.unwrap_or_default();
        make_names_unique(ods.sheets.iter_mut().map(|(name, _)| name));
        Ok(ods)
    }

    /// Reads a part; nothing if there is none.
    fn read_xml_part<T>(
        &self,
        name: &str,
        read: impl FnOnce(XmlReader) -> Result<T, XmlStop>,
    ) -> Result<Option<T>, IngestError> {
        if self.is_flat {
            return xml::read_part(self.export, name, self.export.open_bytes()?, read).map(Some);
        }
        let mut archive = open_archive(self.export)?;
        let Ok(entry) = archive.by_name(name) else {
            return Ok(None);
        };
        let packed = entry.compressed_size();
        let input = BufReader::new(InflatedReader::new(entry, packed, LARGEST_PART));
        xml::read_part(self.export, name, input, read).map(Some)
    }
}

fn has_element(reader: XmlReader, element: &str) -> Result<bool, XmlStop> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if start.local_name().as_ref() == element => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// The sheets and whether they are hidden, which a style says.
fn sheet_names(reader: XmlReader) -> Result<StyleNames, XmlStop> {
    let (mut buffer, mut sheets, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    let (mut style, mut depth) = (None, 0_u32);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "style" => style = read_attribute(&start, "name")?,
                "table-properties"
                    if read_attribute(&start, "display")?.as_deref() == Some("false") =>
                {
                    hidden.push(style.clone());
                }
                // A chart on a sheet brings a table of its own numbers, within the sheet's.
                "table" if depth > 0 => depth += 1,
                "table" => {
                    depth += 1;
                    let style = read_attribute(&start, "style-name")?;
                    let is_hidden = style.is_some() && hidden.contains(&style);
                    sheets.push((read_attribute(&start, "name")?.unwrap_or_default(), is_hidden));
                }
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "table" => {
                depth = depth.saturating_sub(1);
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl WorkbookReader for OdsWorkbook<'_> {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        let sheet = |(name, is_hidden): &(String, bool)| WorkbookSheet {
            name: name.clone(),
            is_hidden: *is_hidden,
        };
        self.sheets.iter().map(sheet).collect()
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        self.seen.get(sheet).copied().unwrap_or_default()
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let Some(at) = self.sheets.iter().position(|(name, _)| name == sheet) else {
            return Ok(());
        };
        let seen = self.read_xml_part("content.xml", |reader| visit_rows(reader, at, visit))?;
        self.seen.insert(sheet.to_owned(), seen.unwrap_or_default());
        Ok(())
    }
}

/// Visits the rows of the sheet with so many before it; returns what they show besides their cells.
fn visit_rows(reader: XmlReader, at: usize, visit: RowVisitor) -> Result<RowHints, XmlStop> {
    let (mut buffer, mut is_wanted, mut row, mut repeats) = (Vec::new(), false, 0_u64, 1);
    let (mut cells, mut column): (HeaderCells, usize) = (Vec::new(), 0);
    let (mut is_hidden, mut seen, mut sheets) = (false, RowHints::default(), 0..);
    let mut is_inside = false;
    let (mut merged, mut within) = (MergedCells::default(), 0_u32);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if within > 0 => {
                within += u32::from(start.local_name().as_ref() == "table");
            }
            Event::End(end) if within > 0 => {
                within -= u32::from(end.local_name().as_ref() == "table");
            }
            Event::Start(start) => match start.local_name().as_ref() {
                // What stands within a sheet is a chart's table.
                "table" if is_inside => within = 1,
                "table" => {
                    is_inside = true;
                    is_wanted = sheets.next() == Some(at);
                }
                "table-row" if is_wanted => {
                    repeats = repeat_count(&start, "number-rows-repeated")?;
                    let shown = read_attribute(&start, "visibility")?;
                    is_hidden = matches!(shown.as_deref(), Some("filter" | "collapse"));
                    (cells, column) = (Vec::new(), 0);
                }
                "table-cell" | "covered-table-cell" if is_wanted => {
                    let spanned =
                        repeat_count(&start, "number-columns-repeated")?.min(WIDEST as u64);
                    let reaches = repeat_count(&start, "number-rows-spanned")?;
                    let typed = typed_value(&start)?;
                    let is_formula = read_attribute(&start, "formula")?.is_some();
                    let has_text =
                        read_attribute(&start, "value-type")?.as_deref() == Some("string");
                    let text = cell_text(reader)?;
                    let value = typed.or_else(|| Some(text).filter(|text| !text.is_empty()));
                    let value = value.or_else(|| {
                        (is_formula && !has_text).then(|| cell::NOT_CALCULATED.to_owned())
                    });
                    for _ in 0..spanned {
                        if let Some(value) = &value {
                            merged.begin_cell(row + 1, reaches, column, value);
                            seen.place_cell(&mut cells, column, value.clone());
                        }
                        column += 1;
                    }
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "table" if is_wanted => return Ok(seen),
                "table" => is_inside = false,
                "table-row" if is_wanted => {
                    let shown = if cells.is_empty() { 0 } else { repeats };
                    if shown > MOST_REPEATS {
                        let problem = PartProblem::RepeatedRow { rows: shown };
                        return Err(XmlStop::Broken(problem));
                    }
                    for number in 1..=shown {
                        seen.note_row(row + number, &cells, is_hidden, LAST_ROW);
                        let carried = merged.cells_reaching(row + number, &cells);
                        if !visit(row + number, &cells, carried).map_err(XmlStop::Visitor)? {
                            return Ok(seen);
                        }
                    }
                    row = row.saturating_add(repeats);
                }
                _ => {}
            },
            Event::Eof if is_wanted => return Err(XmlStop::cut_off()),
            Event::Eof => return Ok(seen),
            _ => {}
        }
    }
}

/// What a cell's attributes say; a text stands in its paragraphs.
fn typed_value(start: &BytesStart) -> Result<Option<String>, XmlStop> {
    let kind = read_attribute(start, "value-type")?;
    Ok(match kind.as_deref() {
        Some("float" | "percentage" | "currency") => read_attribute(start, "value")?
            .map(|text| text.parse().map_or(text, cell::format_number)),
        Some("date") => read_attribute(start, "date-value")?,
        Some("time") => read_attribute(start, "time-value")?,
        Some("boolean") => read_attribute(start, "boolean-value")?,
        Some("string") => read_attribute(start, "string-value")?.filter(|text| !text.is_empty()),
        _ => None,
    })
}

/// The paragraphs of a cell up to its end, without notes.
fn cell_text(reader: XmlReader) -> Result<String, XmlStop> {
    let (mut buffer, mut text, mut depth, mut noted) = (Vec::new(), String::new(), 0_u32, 0_u32);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => {
                depth += 1;
                let name = start.local_name();
                noted += u32::from(noted > 0 || name.as_ref() == "annotation");
                if noted == 0
                    && matches!(name.as_ref(), "p" | "s" | "line-break")
                    && !text.is_empty()
                {
                    text.push(' ');
                }
            }
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => {
                depth -= 1;
                noted = noted.saturating_sub(1);
            }
            Event::Eof => return Err(XmlStop::cut_off()),
            event if noted == 0 && depth > 0 => xml::append_text(&event, &mut text)?,
            _ => {}
        }
    }
}

fn repeat_count(start: &BytesStart, name: &str) -> Result<u64, XmlStop> {
    Ok(read_attribute(start, name)?.and_then(|text| text.parse().ok()).unwrap_or(1))
}
