//! The rows of a sheet of an XLSX, cell by cell: no dense range is ever built, so a cell far out costs nothing.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        merged::{MergedCells, MergedRegion},
        reader::{RowHints, RowVisitor},
        xml::{self, XmlReader, XmlStop, is_set},
    },
    plain::{self, LAST_COLUMN},
    shown::{ShownCell, XlsxParts, XlsxRowCells, plain_text},
    texts::read_rich_text,
};
use crate::ingest::PartProblem;

/// The rows a sheet of this format can have at all.
const LAST_ROW: u64 = 1_048_576;

/// Visits the rows; returns what they show besides their cells.
pub fn visit_rows(
    reader: XmlReader,
    book: &XlsxParts,
    mut merged: MergedCells,
    visit: RowVisitor,
) -> Result<RowHints, XmlStop> {
    let (mut buffer, mut cell) = (Vec::new(), XlsxCell::default());
    let (mut row, mut column, mut is_hidden) = (0_u64, 0_usize, false);
    let (mut seen, mut is_inside) = (RowHints::default(), false);
    let mut cells = XlsxRowCells::default();
    // How many elements are open, and with which of them a row was opened last: what stands between rows is taken from the bytes only
    // where nothing else is open in a row, since the reader compares the end of each element with its beginning.
    let (mut open, mut row_at) = (0_u32, None);
    let mut end_row = |seen: &mut RowHints, row: u64, cells: &[Option<String>], is_hidden: bool| {
        if cells.is_empty() {
            return Ok(true);
        }
        seen.note_row(row, cells, is_hidden, LAST_ROW);
        visit(row, cells, merged.cells_reaching(row, cells)).map_err(XmlStop::Visitor)
    };
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "row" if is_inside => {
                    open += 1;
                    row_at = Some(open).filter(|_| start.name().as_ref() == "row");
                    let own =
                        unprefixed_attribute(&start, "r")?.and_then(|own| own.trim().parse().ok());
                    row = own.unwrap_or(row + 1);
                    if row > LAST_ROW {
                        return Err(XmlStop::Broken(PartProblem::RowTooFar { row }));
                    }
                    column = 0;
                    cells.clear_cells();
                    is_hidden = is_set(&start, "hidden")?;
                }
                "c" if is_inside => {
                    if let Some(own) = unprefixed_attribute(&start, "r")? {
                        column = column_of(&own)
                            .ok_or(XmlStop::Broken(PartProblem::NoColumn { row }))?;
                    }
                    cell.begin_cell(&start)?;
                    cell.read_cell(reader)?;
                    let text = cell.as_shown().shown_text(book, row).map_err(XmlStop::Broken)?;
                    cells.place_text(&mut seen, column, text);
                    column += 1;
                    let (is_in_row, mut goes_on) = (row_at == Some(open), true);
                    plain::take_each(*reader.get_mut(), |bytes| {
                        if let Some((plain, rest)) = plain::parse_cell(bytes) {
                            let text = plain_text(&plain, book, row).map_err(XmlStop::Broken)?;
                            cells.place_text(&mut seen, plain.column, text);
                            column = plain.column + 1;
                            return Ok(Some(rest));
                        }
                        let next = plain::parse_row_break(bytes).filter(|_| is_in_row);
                        let Some((next, rest)) = next.filter(|(next, _)| *next <= LAST_ROW) else {
                            return Ok(None);
                        };
                        goes_on = end_row(&mut seen, row, &cells.cells, is_hidden)?;
                        (row, column, is_hidden) = (next, 0, false);
                        cells.clear_cells();
                        Ok(goes_on.then_some(rest))
                    })?;
                    if !goes_on {
                        return Ok(seen);
                    }
                }
                name => {
                    is_inside |= name == "sheetData";
                    open += 1;
                }
            },
            Event::End(end) => {
                row_at = row_at.filter(|row| *row < open);
                open = open.saturating_sub(1);
                match end.local_name().as_ref() {
                    "row" if is_inside && !end_row(&mut seen, row, &cells.cells, is_hidden)? => {
                        return Ok(seen);
                    }
                    "sheetData" => return Ok(seen),
                    _ => {}
                }
            }
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

/// The cell being read by the XML reader.
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

    fn as_shown(&self) -> ShownCell<'_> {
        let Self { style, is_formula, has_value, .. } = *self;
        ShownCell { kind: &self.kind, style, is_formula, has_value, value: &self.value }
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
        if column > LAST_COLUMN {
            return None;
        }
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests;
