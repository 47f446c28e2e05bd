//! The cells of a sheet of a BIFF stream: first where each is, then what it says, row by row. No dense range is built.

use std::collections::HashSet;

use super::{
    super::{
        cell::{DAMAGED, NOT_CALCULATED, format_moment, format_number},
        legacy,
        merged::{MergedCells, MergedRegion},
        reader::{RowHints, RowVisitor},
    },
    globals::{XlsGlobals, XlsStyle},
    records::{BEGIN, END, XlsRecord, XlsRecords, f64_at, u16_at, u32_at},
    row_claims::RowClaims,
};
use crate::ingest::{IngestError, SheetProblem, table::HeaderCells};

/// Where the cells of a sheet are.
pub struct XlsLayout {
    /// Row, column, and the byte on which its record begins.
    cells: Vec<(u16, u16, u32)>,
    hidden: HashSet<u16>,
    merged: Vec<MergedRegion>,
}

/// Finds the cells of the sheet that begins on a byte. What is wrong is said where the sheet is not all there: its
/// end, a row of those it says it has, or a record that no program writes.
pub fn find_layout(
    globals: &XlsGlobals,
    bytes: &[u8],
    at: usize,
) -> Result<XlsLayout, SheetProblem> {
    let mut layout = XlsLayout { cells: Vec::new(), hidden: HashSet::new(), merged: Vec::new() };
    let (mut claims, mut depth) = (RowClaims::default(), 0_u32);
    for record in XlsRecords::starting_at(bytes, at) {
        match record.id {
            id if BEGIN.contains(&id) => depth += 1,
            END if depth == 1 => {
                if let Some(fault) = claims.find_fault() {
                    return Err(fault);
                }
                layout.cells.sort_by_key(|(row, column, _)| (*row, *column));
                if claims.is_overwritten(|| layout.has_copies(bytes)) {
                    return Err(SheetProblem::Damaged);
                }
                return Ok(layout);
            }
            END => depth = depth.saturating_sub(1),
            // Charts of a sheet have streams of their own.
            _ if depth != 1 => {}
            id if !is_known_kind(id) => return Err(SheetProblem::Damaged),
            0x0000 | 0x0200 => {
                let (rows, columns) = extent_said(globals, &record);
                claims.note_extent(rows, columns);
            }
            0x00E5 => layout.merged.extend(
                record.data.get(2..).unwrap_or_default().chunks_exact(8).filter_map(|area| {
                    let [first, last, column] = [0, 2, 4].map(|at| u16_at(area, at));
                    MergedRegion::new(
                        u64::from(first) + 1,
                        u64::from(last) + 1,
                        usize::from(column),
                    )
                }),
            ),
            0x0208 => {
                claims.note_row(&record);
                if record.data.get(12).is_some_and(|options| options & 0x20 != 0) {
                    layout.hidden.insert(u16_at(record.data, 0));
                }
            }
            _ => {
                if let Some(last) = last_column(&record) {
                    let (row, first) = (u16_at(record.data, 0), u16_at(record.data, 2));
                    let begins = u32::try_from(record.at).map_err(|_| SheetProblem::TooLarge)?;
                    claims.note_cell(&record);
                    if !matches!(record.id, 0x0201 | 0x0001 | 0x00BE) {
                        layout.cells.extend((first..=last).map(|column| (row, column, begins)));
                    }
                } else if globals.writing.version >= 5 {
                    claims.note_other(&record);
                }
            }
        }
    }
    Err(SheetProblem::CutOff)
}

/// Whether records of that kind are written at all: the upper half of an id says the version it came with.
fn is_known_kind(id: u16) -> bool {
    matches!(id >> 8, 0x00 | 0x01 | 0x02 | 0x04 | 0x08 | 0x10)
}

/// One past the last row, the first column and one past the last, as the sheet says.
fn extent_said(globals: &XlsGlobals, record: &XlsRecord) -> (u32, (u16, u16)) {
    let at = |at| u16_at(record.data, at);
    if globals.writing.version == 8 {
        (u32_at(record.data, 4), (at(8), at(10)))
    } else {
        (u32::from(at(2)), (at(4), at(6)))
    }
}

/// The last column of a record of cells; nothing if it is none.
fn last_column(record: &XlsRecord) -> Option<u16> {
    let data = record.data;
    match record.id {
        // Records of several cells name the last column at their end.
        0x00BD | 0x00BE if data.len() > 6 => Some(u16_at(data, data.len() - 2).min(255)),
        0x0001..=0x0006 | 0x0201 | 0x0203..=0x0206 | 0x0406 | 0x027E | 0x00D6 | 0x00FD
            if data.len() >= 6 =>
        {
            Some(u16_at(data, 2))
        }
        _ => None,
    }
}

impl XlsLayout {
    /// Whether records say the same of one cell, byte for byte. One that does a writer says twice; a block of a disk holds more.
    fn has_copies(&self, bytes: &[u8]) -> bool {
        let record = |at: u32| XlsRecords::starting_at(bytes, at as usize).next();
        let twice = self.cells.windows(2).filter(|two| {
            let ((row, column, one), (other_row, other_column, other)) = (two[0], two[1]);
            (row, column) == (other_row, other_column)
                && record(one).map(|it| it.data) == record(other).map(|it| it.data)
        });
        let records: HashSet<u32> = twice.map(|two| two[0].2).collect();
        records.len() > 1
    }

    /// Visits the rows; returns what they show besides their cells.
    pub fn visit_rows(
        &self,
        globals: &XlsGlobals,
        bytes: &[u8],
        visit: RowVisitor,
    ) -> Result<RowHints, IngestError> {
        let last = if globals.writing.version < 5 { 16_384 } else { 65_536 };
        let mut seen = RowHints::default();
        let mut merged = MergedCells::from_regions(self.merged.clone());
        for row in self.cells.chunk_by(|one, next| one.0 == next.0) {
            let mut cells: HeaderCells = Vec::new();
            for (_, column, at) in row {
                let mut records = XlsRecords::starting_at(bytes, *at as usize);
                let text = records.next().and_then(|record| {
                    XlsCell { globals, record, column: *column }.to_text(records)
                });
                // What is there and does not hold what it says is not empty.
                let text = text.unwrap_or_else(|| DAMAGED.to_owned());
                if !text.is_empty() {
                    seen.place_cell(&mut cells, usize::from(*column), text);
                }
            }
            let number = row[0].0;
            if !cells.is_empty() {
                let is_hidden = self.hidden.contains(&number);
                let number = u64::from(number) + 1;
                seen.note_row(number, &cells, is_hidden, last);
                if !visit(number, &cells, merged.cells_reaching(number, &cells))? {
                    break;
                }
            }
        }
        Ok(seen)
    }
}

/// One cell of a record.
struct XlsCell<'b> {
    globals: &'b XlsGlobals,
    record: XlsRecord<'b>,
    column: u16,
}

impl<'b> XlsCell<'b> {
    /// The cell as text; behind a formula stands what it gives, if that is a text.
    fn to_text(&self, behind: XlsRecords<'b>) -> Option<String> {
        let data = self.record.data;
        let is_oldest = self.globals.writing.version == 2;
        let value = if is_oldest { 7 } else { 6 };
        match self.record.id {
            0x00FD => {
                let text = self.globals.texts.get_text(u32_at(data.get(6..10)?, 0) as usize)?;
                Some(self.decode_letters(text.to_owned()))
            }
            0x0002 => Some(self.number_text(f64::from(u16_at(data.get(7..9)?, 0)))),
            0x0003 | 0x0203 => Some(self.number_text(f64_at(data.get(value..value + 8)?, 0))),
            0x0004 => self.read_string(data.get(7..)?, 1),
            0x0204 | 0x00D6 => self.read_string(data.get(6..)?, 2),
            0x0005 | 0x0205 => Some(format_code(*data.get(value)?, *data.get(value + 1)? != 0)),
            0x027E => Some(self.number_text(unpack_number(u32_at(data.get(6..10)?, 0)))),
            0x00BD => {
                let at = 4 + usize::from(self.column.checked_sub(u16_at(data, 2))?) * 6;
                Some(self.number_text(unpack_number(u32_at(data.get(at + 2..at + 6)?, 0))))
            }
            0x0006 | 0x0206 | 0x0406 => self.worked_out(data.get(value..value + 8)?, behind),
            _ => None,
        }
    }

    fn worked_out(&self, result: &[u8], behind: XlsRecords<'b>) -> Option<String> {
        let unknown = || (!self.globals.is_calculated).then(|| NOT_CALCULATED.to_owned());
        match (u16_at(result, 6), result[0]) {
            (0xFFFF, 0) => {
                // A formula shared by several cells may stand between.
                let mut near = behind.take(3);
                let text = near.find(|record| matches!(record.id, 0x0007 | 0x0207))?;
                self.read_string(text.data, if text.id == 0x0007 { 1 } else { 2 })
            }
            (0xFFFF, 1) => Some(format_code(result[2], false)),
            (0xFFFF, 2) => Some(format_code(result[2], true)),
            (0xFFFF, _) => unknown(),
            _ => match f64_at(result, 0) {
                0.0 => unknown().or_else(|| Some(self.number_text(0.0))),
                value => Some(self.number_text(value)),
            },
        }
    }

    fn cell_style(&self) -> XlsStyle {
        let data = self.record.data;
        match (self.globals.writing.version, self.record.id) {
            (2, _) => {
                let format = u16::from(data.get(5).copied().unwrap_or_default() & 0x3F);
                let style = self.globals.style_at(u16::from(data.get(4).map_or(0, |at| at & 0x3F)));
                XlsStyle { is_day: self.globals.is_day(format), ..style }
            }
            (_, 0x00BD) => {
                let at = 4 + usize::from(self.column.saturating_sub(u16_at(data, 2))) * 6;
                self.globals.style_at(u16_at(data, at))
            }
            _ => self.globals.style_at(u16_at(data, 4)),
        }
    }

    fn number_text(&self, value: f64) -> String {
        if self.cell_style().is_day && value.is_finite() {
            format_moment(value, self.globals.is_1904, true)
        } else {
            format_number(value)
        }
    }

    fn read_string(&self, data: &[u8], length_bytes: usize) -> Option<String> {
        self.globals.writing.read_text(data, length_bytes).map(|text| self.decode_letters(text))
    }

    fn decode_letters(&self, text: String) -> String {
        match self.cell_style().letters {
            Some(encoding) => legacy::decode_font_text(&text, encoding),
            None => text,
        }
    }
}

/// A number of thirty bits, whole or the upper half of a long one, as it is or in hundredths.
fn unpack_number(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & 0xFFFF_FFFC) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// A yes, a no, or an error as a spreadsheet shows it.
fn format_code(code: u8, is_error: bool) -> String {
    if !is_error {
        return (code != 0).to_string();
    }
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2B => "#GETTING_DATA",
        _ => "#N/A",
    }
    .to_owned()
}
