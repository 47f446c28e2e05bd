//! What the records of a sheet say of its rows, held against each other: the only sign by which a damaged XLS is known.

use std::collections::HashSet;

use super::records::{XlsRecord, u16_at};
use crate::ingest::SheetProblem;

/// The offset of a block's rows and of the first cell of each, behind the block.
const BLOCK_END: u16 = 0x00D7;

/// What may stand between the rows and cells of a sheet besides them: what belongs to a formula or goes on with a record, the end of
/// a block, and the links, notes and pictures that scripts write where they come to them.
const AMONG_CELLS: [u16; 18] = [
    0x0007, 0x0207, 0x0021, 0x0221, 0x0036, 0x0236, 0x0037, 0x00BC, 0x04BC, 0x005E, 0x0091, 0x003C,
    0x01B8, 0x0800, 0x001C, 0x005D, 0x007F, BLOCK_END,
];

/// What the records of a sheet say of its rows, and which of them are there.
#[derive(Default)]
pub(super) struct RowClaims {
    /// One past the last row, as the sheet says and as it is.
    said: u32,
    found: u32,
    /// The first column and one past the last, as the sheet says.
    extent: (u16, u16),
    /// Rows that say they have cells, and rows that have some.
    announced: HashSet<u16>,
    filled: HashSet<u16>,
    /// Rows that were noted by themselves, and by how many records.
    rows: HashSet<u16>,
    row_records: usize,
    /// Whether a row says another width than the sheet: only such a writer says by a width that there are cells.
    has_own_widths: bool,
    block: RowBlock,
    /// A record that has no place among cells; between two of them it was one.
    stray: bool,
    is_damaged: bool,
}

/// The rows since the end of the last block.
#[derive(Default)]
struct RowBlock {
    /// The byte on which its first row begins.
    begins: Option<usize>,
    rows: HashSet<u16>,
    /// The bytes on which the first cell of each row begins.
    firsts: HashSet<usize>,
}

impl RowClaims {
    /// Notes how far the sheet says that it reaches.
    pub fn note_extent(&mut self, rows: u32, columns: (u16, u16)) {
        self.said = rows;
        self.extent = columns;
    }

    /// Notes a row by itself.
    pub fn note_row(&mut self, record: &XlsRecord) {
        self.note_place(record, 16);
        let row = u16_at(record.data, 0);
        self.rows.insert(row);
        self.row_records += 1;
        self.found = self.found.max(u32::from(row) + 1);
        let width = (u16_at(record.data, 2), u16_at(record.data, 4));
        self.has_own_widths |= width != self.extent;
        // Writers that do not know their cells yet leave both columns at 0; some say of an empty row that it has the first column.
        if width.1 > width.0 && width != (0, 1) {
            self.announced.insert(row);
        }
        self.block.begins.get_or_insert(record.at);
    }

    /// Notes the cells of a record.
    pub fn note_cell(&mut self, record: &XlsRecord) {
        self.note_place(record, cell_length(record));
        let row = u16_at(record.data, 0);
        self.found = self.found.max(u32::from(row) + 1);
        self.filled.insert(row);
        if self.block.rows.insert(row) {
            self.block.firsts.insert(record.at);
        }
    }

    /// Notes a record that is neither a row nor a cell.
    pub fn note_other(&mut self, record: &XlsRecord) {
        if record.id == BLOCK_END {
            let block = std::mem::take(&mut self.block);
            self.is_damaged |= !block.is_as_its_end_says(record);
        }
        self.stray |= self.found > 0 && !AMONG_CELLS.contains(&record.id);
    }

    /// A record behind a stray one is among cells, and so was that; one that is long enough for another has swallowed it.
    fn note_place(&mut self, record: &XlsRecord, length: usize) {
        self.is_damaged |= self.stray || record.data.len() >= length + 10;
    }

    /// Tells whether what comes twice took the place of another, as a block of a disk does: a row between the first and the last with
    /// cells has none.
    pub fn is_overwritten(&self, has_cells_twice: impl FnOnce() -> bool) -> bool {
        self.has_gaps() && (self.row_records > self.rows.len() || has_cells_twice())
    }

    fn has_gaps(&self) -> bool {
        let first = self.filled.iter().min().copied().unwrap_or_default();
        let last = self.filled.iter().max().copied().unwrap_or_default();
        self.filled.len() <= usize::from(last - first)
    }

    /// Returns what is missing, where the records do not agree.
    pub fn find_fault(&self) -> Option<SheetProblem> {
        if self.said > self.found {
            return Some(SheetProblem::RowsMissing);
        }
        if self.is_damaged {
            return Some(SheetProblem::Damaged);
        }
        let is_whole = !self.has_own_widths || self.announced.is_subset(&self.filled);
        (!is_whole).then_some(SheetProblem::CellsMissing)
    }
}

impl RowBlock {
    /// Whether each row's first cell is where the end of the block says. Some writers count otherwise: most must be where it says.
    fn is_as_its_end_says(&self, end: &XlsRecord) -> bool {
        let Some(mut at) = self.begins.map(|begins| begins + 20) else { return true };
        let (mut said, mut there) = (0, 0);
        for offset in end.data.get(4..).unwrap_or_default().chunks_exact(2) {
            at += usize::from(u16_at(offset, 0));
            said += 1;
            there += u32::from(self.firsts.contains(&at));
        }
        there == said || there * 2 <= said
    }
}

/// How long a record of cells is; what may be of any length is as long as it is.
fn cell_length(record: &XlsRecord) -> usize {
    let span = |data: &[u8]| {
        let last = usize::from(u16_at(data, data.len().saturating_sub(2)));
        (last + 1).saturating_sub(usize::from(u16_at(data, 2)))
    };
    match record.id {
        0x0201 => 6,
        0x0205 => 8,
        0x027E | 0x00FD => 10,
        0x0203 => 14,
        0x00BD => 6 + 6 * span(record.data),
        0x00BE => 6 + 2 * span(record.data),
        _ => record.data.len(),
    }
}
