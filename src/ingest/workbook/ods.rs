//! ODS, row by row. A run of a thousand equal cells is written as one with a count; ours is never written out.

use std::io::{BufRead, BufReader};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Sheet, Visit, WIDEST, Workbook, broken, cell, limits, merged::Merged, place};
use crate::ingest::{
    Export, IngestError,
    export::{Inflated, LARGEST_PART, archive},
    table::header::Cells,
};

/// A row with data in it that stands for more rows than this is no table, and is refused.
const MOST_REPEATS: u64 = 10_000;

pub struct Ods<'e> {
    export: &'e Export,
    sheets: Vec<(String, bool)>,
}

type Names = Vec<(String, bool)>;

impl<'e> Ods<'e> {
    pub fn open(export: &'e Export) -> Result<Self, IngestError> {
        limits::ods(export)?;
        let mut ods = Self { export, sheets: Vec::new() };
        if ods
            .part("META-INF/manifest.xml", |reader| has(reader, "encryption-data"))?
            .unwrap_or(false)
        {
            return Err(export.protected());
        }
        ods.sheets = ods.part("content.xml", |reader| names(reader))?.unwrap_or_default();
        Ok(ods)
    }

    /// Reads a part; nothing if there is none.
    fn part<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Reader<&mut dyn BufRead>) -> Result<T, Stopped>,
    ) -> Result<Option<T>, IngestError> {
        let mut archive = archive(self.export)?;
        let Ok(entry) = archive.by_name(name) else {
            return Ok(None);
        };
        let packed = entry.compressed_size();
        let mut input = BufReader::new(Inflated::new(entry, packed, LARGEST_PART));
        let mut reader = Reader::from_reader(&mut input as &mut dyn BufRead);
        reader.config_mut().expand_empty_elements = true;
        match read(&mut reader) {
            Ok(told) => Ok(Some(told)),
            Err(Stopped::Visitor(error)) => Err(error),
            Err(Stopped::Repeats(rows)) => {
                let problem = format!("one row of it stands for {rows}, more than {MOST_REPEATS}");
                Err(broken(self.export, problem))
            }
            Err(Stopped::Xml(error)) => Err(broken(self.export, error)),
        }
    }
}

enum Stopped {
    Xml(quick_xml::Error),
    Visitor(IngestError),
    Repeats(u64),
}

impl<E: Into<quick_xml::Error>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Xml(error.into())
    }
}

type Xml<'r, 'i> = &'r mut Reader<&'i mut dyn BufRead>;

fn has(reader: Xml, element: &str) -> Result<bool, Stopped> {
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
fn names(reader: Xml) -> Result<Names, Stopped> {
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

impl Workbook for Ods<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let sheet = |(name, is_hidden): &(String, bool)| Sheet {
            name: name.clone(),
            is_hidden: *is_hidden,
        };
        self.sheets.iter().map(sheet).collect()
    }

    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError> {
        self.part("content.xml", |reader| rows(reader, sheet, visit)).map(drop)
    }
}

fn rows(reader: Xml, sheet: &str, visit: Visit) -> Result<(), Stopped> {
    let (mut buffer, mut is_wanted, mut row, mut repeats) = (Vec::new(), false, 0_u64, 1);
    let (mut cells, mut column): (Cells, usize) = (Vec::new(), 0);
    let mut merged = Merged::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "table" => is_wanted = attribute(&start, "name")?.as_deref() == Some(sheet),
                "table-row" if is_wanted => {
                    repeats = count(&start, "number-rows-repeated")?;
                    (cells, column) = (Vec::new(), 0);
                }
                "table-cell" | "covered-table-cell" if is_wanted => {
                    let spanned = count(&start, "number-columns-repeated")?.min(WIDEST as u64);
                    let reaches = count(&start, "number-rows-spanned")?;
                    let typed = value(&start)?;
                    let text = text(reader)?;
                    let value = typed.or_else(|| Some(text).filter(|text| !text.is_empty()));
                    for _ in 0..spanned {
                        if let Some(value) = &value {
                            merged.begin(row + 1, reaches, column, value);
                            place(&mut cells, column, value.clone());
                        }
                        column += 1;
                    }
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "table" if is_wanted => return Ok(()),
                "table-row" if is_wanted => {
                    let shown = if cells.is_empty() { 0 } else { repeats };
                    if shown > MOST_REPEATS {
                        return Err(Stopped::Repeats(shown));
                    }
                    for number in 1..=shown {
                        let carried = merged.reaching(row + number, &cells);
                        if !visit(row + number, &cells, carried).map_err(Stopped::Visitor)? {
                            return Ok(());
                        }
                    }
                    row = row.saturating_add(repeats);
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What a cell's attributes say; a text stands in its paragraphs.
fn value(start: &BytesStart) -> Result<Option<String>, Stopped> {
    let kind = attribute(start, "value-type")?;
    Ok(match kind.as_deref() {
        Some("float" | "percentage" | "currency") => {
            attribute(start, "value")?.map(|text| text.parse().map_or(text, cell::number))
        }
        Some("date") => attribute(start, "date-value")?,
        Some("time") => attribute(start, "time-value")?,
        Some("boolean") => attribute(start, "boolean-value")?,
        _ => None,
    })
}

/// The paragraphs of a cell up to its end, without notes.
fn text(reader: Xml) -> Result<String, Stopped> {
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
            Event::Text(part) if noted == 0 && depth > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if noted == 0 => {
                if let Some(letter) = name.resolve_char_ref()? {
                    text.push(letter);
                } else if let Some(known) = quick_xml::escape::resolve_xml_entity(&name) {
                    text.push_str(known);
                }
            }
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart, name: &str) -> Result<Option<String>, Stopped> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        if attribute.key.local_name().as_ref() == name {
            return Ok(Some(
                quick_xml::escape::unescape(&attribute.value)
                    .map_err(quick_xml::Error::from)?
                    .into_owned(),
            ));
        }
    }
    Ok(None)
}

fn count(start: &BytesStart, name: &str) -> Result<u64, Stopped> {
    Ok(attribute(start, name)?.and_then(|text| text.parse().ok()).unwrap_or(1))
}
