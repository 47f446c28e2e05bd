//! ODS, row by row. A run of a thousand equal cells is written as one with a count; ours is never written out.

use std::{collections::HashMap, io::BufReader};

use quick_xml::events::{BytesStart, Event};

use super::{
    cell, limits,
    merged::MergedCells,
    reader::{RowHints, RowVisitor, WIDEST, WorkbookReader, WorkbookSheet, told_apart},
    xml::{self, XmlReader, XmlStop, attribute},
};
use crate::ingest::{
    Export, IngestError,
    export::{InflatedReader, LARGEST_PART, archive},
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
    pub fn open(export: &'e Export, is_flat: bool) -> Result<Self, IngestError> {
        if is_flat {
            limits::flat(export)?;
        } else {
            limits::ods(export)?;
        }
        let mut ods = Self { export, is_flat, sheets: Vec::new(), seen: HashMap::new() };
        if !is_flat
            && ods
                .part("META-INF/manifest.xml", |reader| has(reader, "encryption-data"))?
                .unwrap_or(false)
        {
            return Err(export.protected());
        }
        ods.sheets = ods.part("content.xml", names)?.unwrap_or_default();
        told_apart(ods.sheets.iter_mut().map(|(name, _)| name));
        Ok(ods)
    }

    /// Reads a part; nothing if there is none.
    fn part<T>(
        &self,
        name: &str,
        read: impl FnOnce(XmlReader) -> Result<T, XmlStop>,
    ) -> Result<Option<T>, IngestError> {
        if self.is_flat {
            return xml::read(self.export, name, self.export.open()?, read).map(Some);
        }
        let mut archive = archive(self.export)?;
        let Ok(entry) = archive.by_name(name) else {
            return Ok(None);
        };
        let packed = entry.compressed_size();
        let input = BufReader::new(InflatedReader::new(entry, packed, LARGEST_PART));
        xml::read(self.export, name, input, read).map(Some)
    }
}

fn has(reader: XmlReader, element: &str) -> Result<bool, XmlStop> {
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
fn names(reader: XmlReader) -> Result<StyleNames, XmlStop> {
    let (mut buffer, mut sheets, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    let mut style = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "style" => style = attribute(&start, "name")?,
                "table-properties" if attribute(&start, "display")?.as_deref() == Some("false") => {
                    hidden.push(style.clone());
                }
                "table" => {
                    let style = attribute(&start, "style-name")?;
                    let is_hidden = style.is_some() && hidden.contains(&style);
                    sheets.push((attribute(&start, "name")?.unwrap_or_default(), is_hidden));
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl WorkbookReader for OdsWorkbook<'_> {
    fn sheets(&self) -> Vec<WorkbookSheet> {
        let sheet = |(name, is_hidden): &(String, bool)| WorkbookSheet {
            name: name.clone(),
            is_hidden: *is_hidden,
        };
        self.sheets.iter().map(sheet).collect()
    }

    fn seen(&self, sheet: &str) -> RowHints {
        self.seen.get(sheet).copied().unwrap_or_default()
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let Some(at) = self.sheets.iter().position(|(name, _)| name == sheet) else {
            return Ok(());
        };
        let seen = self.part("content.xml", |reader| rows(reader, at, visit))?;
        self.seen.insert(sheet.to_owned(), seen.unwrap_or_default());
        Ok(())
    }
}

/// Visits the rows of the sheet with so many before it; returns what they show besides their cells.
fn rows(reader: XmlReader, at: usize, visit: RowVisitor) -> Result<RowHints, XmlStop> {
    let (mut buffer, mut is_wanted, mut row, mut repeats) = (Vec::new(), false, 0_u64, 1);
    let (mut cells, mut column): (HeaderCells, usize) = (Vec::new(), 0);
    let (mut is_hidden, mut seen, mut sheets) = (false, RowHints::default(), 0..);
    let mut merged = MergedCells::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "table" => is_wanted = sheets.next() == Some(at),
                "table-row" if is_wanted => {
                    repeats = count(&start, "number-rows-repeated")?;
                    let shown = attribute(&start, "visibility")?;
                    is_hidden = matches!(shown.as_deref(), Some("filter" | "collapse"));
                    (cells, column) = (Vec::new(), 0);
                }
                "table-cell" | "covered-table-cell" if is_wanted => {
                    let spanned = count(&start, "number-columns-repeated")?.min(WIDEST as u64);
                    let reaches = count(&start, "number-rows-spanned")?;
                    let typed = value(&start)?;
                    let is_formula = attribute(&start, "formula")?.is_some();
                    let has_text = attribute(&start, "value-type")?.as_deref() == Some("string");
                    let text = text(reader)?;
                    let value = typed.or_else(|| Some(text).filter(|text| !text.is_empty()));
                    let value = value.or_else(|| {
                        (is_formula && !has_text).then(|| cell::NOT_CALCULATED.to_owned())
                    });
                    for _ in 0..spanned {
                        if let Some(value) = &value {
                            merged.begin(row + 1, reaches, column, value);
                            seen.place(&mut cells, column, value.clone());
                        }
                        column += 1;
                    }
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "table" if is_wanted => return Ok(seen),
                "table-row" if is_wanted => {
                    let shown = if cells.is_empty() { 0 } else { repeats };
                    if shown > MOST_REPEATS {
                        let problem = format!("một dòng của nó thay cho {shown} dòng");
                        return Err(XmlStop::Broken(problem));
                    }
                    for number in 1..=shown {
                        seen.row(row + number, &cells, is_hidden, LAST_ROW);
                        let carried = merged.reaching(row + number, &cells);
                        if !visit(row + number, &cells, carried).map_err(XmlStop::Visitor)? {
                            return Ok(seen);
                        }
                    }
                    row = row.saturating_add(repeats);
                }
                _ => {}
            },
            Event::Eof if is_wanted => return Err(XmlStop::cut()),
            Event::Eof => return Ok(seen),
            _ => {}
        }
    }
}

/// What a cell's attributes say; a text stands in its paragraphs.
fn value(start: &BytesStart) -> Result<Option<String>, XmlStop> {
    let kind = attribute(start, "value-type")?;
    Ok(match kind.as_deref() {
        Some("float" | "percentage" | "currency") => {
            attribute(start, "value")?.map(|text| text.parse().map_or(text, cell::number))
        }
        Some("date") => attribute(start, "date-value")?,
        Some("time") => attribute(start, "time-value")?,
        Some("boolean") => attribute(start, "boolean-value")?,
        Some("string") => attribute(start, "string-value")?.filter(|text| !text.is_empty()),
        _ => None,
    })
}

/// The paragraphs of a cell up to its end, without notes.
fn text(reader: XmlReader) -> Result<String, XmlStop> {
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
            Event::Eof => return Err(XmlStop::cut()),
            event if noted == 0 && depth > 0 => xml::piece(&event, &mut text)?,
            _ => {}
        }
    }
}

fn count(start: &BytesStart, name: &str) -> Result<u64, XmlStop> {
    Ok(attribute(start, name)?.and_then(|text| text.parse().ok()).unwrap_or(1))
}
