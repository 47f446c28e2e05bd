//! The rows of a sheet of an XLSX, cell by cell: no dense range is ever built, so a cell far out costs nothing.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        cell::{NOT_CALCULATED, format_moment, format_number},
        legacy,
        merged::{MergedCells, MergedRegion},
        reader::{RowHints, RowVisitor},
        xml::{self, XmlReader, XmlStop, is_set},
    },
    plain::{self, PlainCell},
    styles::XlsxStyle,
    texts::{SharedStrings, decode_escapes, read_rich_text},
};
use crate::ingest::{PartProblem, table::HeaderCells};

/// The rows a sheet of this format can have at all.
const LAST_ROW: u64 = 1_048_576;

/// What cells of a workbook refer to.
#[derive(Default)]
pub struct XlsxParts {
    pub texts: SharedStrings,
    pub styles: Vec<XlsxStyle>,
    pub is_1904: bool,
    /// Whether the workbook asks to be worked out anew when it is opened: no office program has done it yet.
    pub is_uncalculated: bool,
}

/// Visits the rows; returns what they show besides their cells.
pub fn visit_rows(
    reader: XmlReader,
    book: &XlsxParts,
    mut merged: MergedCells,
    visit: RowVisitor,
) -> Result<RowHints, XmlStop> {
    let (mut buffer, mut cell) = (Vec::new(), XlsxCell::default());
    let (mut row, mut column, mut is_hidden) = (0_u64, 0_usize, false);
    let mut seen = RowHints::default();
    let (mut cells, mut is_inside): (HeaderCells, bool) = (Vec::new(), false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "sheetData" => is_inside = true,
                "row" if is_inside => {
                    let own =
                        unprefixed_attribute(&start, "r")?.and_then(|own| own.trim().parse().ok());
                    row = own.unwrap_or(row + 1);
                    if row > LAST_ROW {
                        return Err(XmlStop::Broken(PartProblem::RowTooFar { row }));
                    }
                    column = 0;
                    cells.clear();
                    is_hidden = is_set(&start, "hidden")?;
                }
                "c" if is_inside => {
                    if let Some(own) = unprefixed_attribute(&start, "r")? {
                        column = column_of(&own)
                            .ok_or(XmlStop::Broken(PartProblem::NoColumn { row }))?;
                    }
                    cell.begin_cell(&start)?;
                    cell.read_cell(reader)?;
                    if let Some(text) = cell.shown_text(book, row).map_err(XmlStop::Broken)? {
                        seen.place_cell(&mut cells, column, text);
                    }
                    column += 1;
                    plain::take_each(*reader.get_mut(), |bytes| {
                        let Some((plain, rest)) = plain::parse_cell(bytes) else { return Ok(None) };
                        let Some(place) = column_of(plain.place) else { return Ok(None) };
                        cell.take_plain(&plain);
                        if let Some(text) = cell.shown_text(book, row).map_err(XmlStop::Broken)? {
                            seen.place_cell(&mut cells, place, text);
                        }
                        column = place + 1;
                        Ok(Some(rest))
                    })?;
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "row" if is_inside && !cells.is_empty() => {
                    seen.note_row(row, &cells, is_hidden, LAST_ROW);
                    let carried = merged.cells_reaching(row, &cells);
                    if !visit(row, &cells, carried).map_err(XmlStop::Visitor)? {
                        return Ok(seen);
                    }
                }
                "sheetData" => return Ok(seen),
                _ => {}
            },
            // A sheet whose rows begin and do not end is cut short; one without rows is empty.
            Event::Eof if is_inside => return Err(XmlStop::cut_off()),
            Event::Eof => return Ok(seen),
            _ => {}
        }
    }
}

/// The merged cells of a sheet, which stand behind its rows.
pub fn read_merged(reader: XmlReader) -> Result<Vec<MergedRegion>, XmlStop> {
    let (mut buffer, mut regions) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if start.local_name().as_ref() == "mergeCell" => {
                let place = unprefixed_attribute(&start, "ref")?.unwrap_or_default();
                let (first, last) = place.split_once(':').unwrap_or((&place, &place));
                let rows = row_of(first).zip(row_of(last));
                regions
                    .extend(rows.zip(column_of(first)).and_then(|((first, last), column)| {
                        MergedRegion::new(first, last, column)
                    }));
            }
            Event::Eof => return Ok(regions),
            Event::Start(_) | Event::End(_) => plain::take_each(*reader.get_mut(), |bytes| {
                Ok(plain::parse_cell(bytes).map(|(_, rest)| rest))
            })?,
            _ => {}
        }
    }
}

fn row_of(place: &str) -> Option<u64> {
    place.trim().trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()
}

/// The cell being read.
#[derive(Default)]
struct XlsxCell {
    kind: String,
    style: usize,
    is_formula: bool,
    /// Whether it has a value, be it an empty one.
    has_value: bool,
    value: String,
    buffer: Vec<u8>,
}

impl XlsxCell {
    fn begin_cell(&mut self, start: &BytesStart) -> Result<(), XmlStop> {
        self.kind.clear();
        self.value.clear();
        (self.style, self.is_formula, self.has_value) = (0, false, false);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(quick_xml::Error::from)?;
            match attribute.key.as_ref() {
                "t" => self.kind.push_str(attribute.value.trim()),
                "s" => self.style = attribute.value.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
        Ok(())
    }

    fn take_plain(&mut self, plain: &PlainCell) {
        self.kind.clear();
        self.kind.push_str(plain.kind);
        (self.style, self.is_formula, self.has_value) = (plain.style, false, plain.value.is_some());
        self.value.clear();
        self.value.push_str(plain.value.unwrap_or_default());
        if plain.kind == "inlineStr" {
            self.value = decode_escapes(&self.value).into_owned();
        }
    }

    fn read_cell(&mut self, reader: XmlReader) -> Result<(), XmlStop> {
        loop {
            self.buffer.clear();
            match reader.read_event_into(&mut self.buffer)? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "v" if self.kind != "inlineStr" => {
                        self.has_value = true;
                        self.value.clear();
                        xml::read_text(reader, &mut self.buffer, &mut self.value)?;
                    }
                    "is" => {
                        self.has_value = true;
                        self.value = read_rich_text(reader, &mut self.buffer)?;
                        self.kind.replace_range(.., "inlineStr");
                    }
                    "f" => {
                        self.is_formula = true;
                        xml::skip_element(reader, &mut self.buffer)?;
                    }
                    _ => xml::skip_element(reader, &mut self.buffer)?,
                },
                Event::End(_) => return Ok(()),
                Event::Eof => return Err(XmlStop::cut_off()),
                _ => {}
            }
        }
    }

    /// The cell as text, or what is wrong with it.
    fn shown_text(&self, book: &XlsxParts, row: u64) -> Result<Option<String>, PartProblem> {
        let style = book.styles.get(self.style).copied().unwrap_or_default();
        let value = self.value.trim();
        let is_text = matches!(self.kind.as_str(), "str" | "inlineStr");
        let was_never_worked_out = !self.has_value
            || (value.is_empty() && !is_text)
            || (value == "0" && book.is_uncalculated);
        if self.is_formula && was_never_worked_out {
            return Ok(Some(NOT_CALCULATED.into()));
        }
        let text = match self.kind.as_str() {
            _ if value.is_empty() => return Ok(None),
            "s" => {
                let text = value.parse().ok().and_then(|index| book.texts.get_text(index));
                text.ok_or(PartProblem::NoText { row })?.to_owned()
            }
            "b" if matches!(value, "1" | "true" | "TRUE") => "true".into(),
            "b" => "false".into(),
            "n" | "" => return Ok(Some(self.number_text(style, book.is_1904))),
            "inlineStr" => self.value.clone(),
            _ => decode_escapes(&self.value).into_owned(),
        };
        let text = match style.letters {
            Some(encoding) => legacy::decode_font_text(&text, encoding),
            None => text,
        };
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// A number, or the moment it means. What is none is shown as it is written.
    fn number_text(&self, style: XlsxStyle, is_1904: bool) -> String {
        let written = self.value.trim();
        match written.parse::<f64>() {
            Ok(value) if value.is_finite() && style.is_day => {
                let places = written.rsplit_once('.').map_or(0, |(_, places)| places.len());
                format_moment(value, is_1904, places >= 8)
            }
            Ok(value) if value.is_finite() => format_number(value),
            _ => written.to_owned(),
        }
    }
}

/// An attribute that has no prefix.
fn unprefixed_attribute(start: &BytesStart, name: &str) -> Result<Option<String>, XmlStop> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        if attribute.key.as_ref() == name {
            return Ok(Some(attribute.value.into_owned()));
        }
    }
    Ok(None)
}

/// The column of `AB12`, counted from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.trim().trim_start_matches('$').bytes();
    let mut column = 0_usize;
    for letter in letters.take_while(u8::is_ascii_alphabetic) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > 16_384 {
            return None;
        }
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests;
