//! A page as a workbook: each of its tables is a sheet.

use std::mem::take;

use super::{
    super::{
        cell::put_cell,
        merged::MergedCells,
        reader::{RowHints, RowVisitor, WIDEST, WorkbookReader, WorkbookSheet},
    },
    walk::{HtmlCell, HtmlEvent, HtmlHalt, TO_THE_END, walk_tables},
};
use crate::ingest::{
    Export, ExportProblem, IngestError, export::UnnamedFile, table::HeaderCells,
    text::encoding::TextEncoding,
};

/// A tag, or the text up to the next, is held whole.
const LARGEST_PAGE: u64 = 128 << 20;
/// Rows at which what is written as a sheet is cut.
const FULL: [u64; 2] = [65_536, 1_048_576];
/// An export is a few tables; each is looked for from the start of the page.
const MOST_TABLES: usize = 200;

/// Reads the tables of an HTML page as the sheets of a workbook.
pub struct HtmlPage {
    export: Export,
    tables: Vec<HtmlTable>,
}

/// A table as it is found at first.
struct HtmlTable {
    number: usize,
    is_hidden: bool,
    depth: usize,
    rows: u64,
    /// Cells of its widest row.
    widest: usize,
    hidden_rows: u64,
    is_unended: bool,
}

impl HtmlTable {
    fn name(&self) -> String {
        format!("bảng {}", self.number + 1)
    }

    /// Whether it could hold data, or what is said above them: what stands inside of a cell often only orders its text.
    fn is_sheet(&self) -> bool {
        self.depth == 1 || (self.rows > 1 && self.widest > 2)
    }
}

impl HtmlPage {
    /// Opens a page in the given encoding and finds its tables; fails when it has none,
    /// has too many, or is too large.
    pub fn open_page(export: &Export, encoding: TextEncoding) -> Result<Self, IngestError> {
        let utf8 = UnnamedFile::fill_new(|out| {
            encoding.transcode_to_utf8(export.bytes.open_reader()?, out)
        });
        let (bytes, _) = utf8.map_err(export.unreadable_error())?;
        let mut page = Self { export: export.with_bytes(bytes), tables: Vec::new() };
        if page.export.bytes_len()? > LARGEST_PAGE {
            return Err(export.malformed_error(ExportProblem::PageTooLarge));
        }
        page.tables = page.find_tables()?;
        if page.tables.is_empty() {
            return Err(export.malformed_error(ExportProblem::PageWithoutTable));
        }
        if page.tables.len() > MOST_TABLES {
            let tables = page.tables.len();
            let most = MOST_TABLES;
            return Err(export.malformed_error(ExportProblem::TooManyTables { tables, most }));
        }
        Ok(page)
    }

    fn find_tables(&self) -> Result<Vec<HtmlTable>, IngestError> {
        let (mut tables, mut width) = (Vec::<HtmlTable>::new(), Vec::<usize>::new());
        walk_tables(&self.export, &mut |number, event| {
            match event {
                HtmlEvent::Table { depth, is_hidden } => {
                    let (rows, widest, hidden_rows, is_unended) = (0, 0, 0, false);
                    let table = HtmlTable {
                        number,
                        is_hidden,
                        depth,
                        rows,
                        widest,
                        hidden_rows,
                        is_unended,
                    };
                    tables.push(table);
                    width.push(0);
                }
                HtmlEvent::Row { is_hidden } => {
                    tables[number].rows += 1;
                    tables[number].hidden_rows += u64::from(is_hidden);
                    width[number] = 0;
                }
                HtmlEvent::Cell(cell) => {
                    width[number] += cell.columns;
                    tables[number].widest = tables[number].widest.max(width[number]);
                }
                HtmlEvent::Unended => tables[number].is_unended = true,
                HtmlEvent::Group | HtmlEvent::End => {}
            }
            Ok(())
        })?;
        tables.retain(HtmlTable::is_sheet);
        Ok(tables)
    }
}

impl WorkbookReader for HtmlPage {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        let sheet =
            |table: &HtmlTable| WorkbookSheet { name: table.name(), is_hidden: table.is_hidden };
        self.tables.iter().map(sheet).collect()
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        let table = self.tables.iter().find(|table| table.name() == sheet);
        table.map_or_else(RowHints::default, |table| RowHints {
            hidden_rows: table.hidden_rows,
            is_full: FULL.contains(&table.rows),
            columns_beyond: table.widest.saturating_sub(WIDEST),
            is_unended: table.is_unended,
        })
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let wanted = self.tables.iter().find(|table| table.name() == sheet);
        let Some(wanted) = wanted.map(|table| table.number) else {
            return Ok(());
        };
        let (mut row, mut grid, mut cells) = (0, SpanGrid::default(), Vec::new());
        let (mut merged, mut is_group_over) = (MergedCells::default(), false);
        walk_tables(&self.export, &mut |number, event| {
            if number != wanted {
                return Ok(());
            }
            match event {
                HtmlEvent::Table { .. } | HtmlEvent::Unended => {}
                HtmlEvent::Group => is_group_over = true,
                // Cells may stand before the first row begins.
                HtmlEvent::Cell(cell) => {
                    row = row.max(1);
                    cells.push(cell);
                }
                HtmlEvent::Row { .. } | HtmlEvent::End => {
                    let whole = grid.place_row(row, take(&mut cells), &mut merged);
                    if row > 0 && !visit(row, &whole, merged.cells_reaching(row, &whole))? {
                        return Err(HtmlHalt::Enough);
                    }
                    if matches!(event, HtmlEvent::End) {
                        return Err(HtmlHalt::Enough);
                    }
                    if take(&mut is_group_over) {
                        grid.end_group(row);
                        merged.end_group(row, TO_THE_END);
                    }
                    row += 1;
                }
            }
            Ok(())
        })
    }
}

/// Where cells stand whose neighbours reach over several columns and rows.
struct SpanGrid {
    /// Per column: up to which row a cell from above reaches.
    taken: Vec<u64>,
    /// How many hidden cells the first row of several cells has.
    hidden: Option<usize>,
}

impl Default for SpanGrid {
    fn default() -> Self {
        Self { taken: vec![0; WIDEST], hidden: None }
    }
}

impl SpanGrid {
    /// Cells that reach to the end of their row group end with this row.
    fn end_group(&mut self, row: u64) {
        self.taken.iter_mut().filter(|until| **until >= TO_THE_END).for_each(|until| *until = row);
    }

    fn place_row(
        &mut self,
        row: u64,
        mut read: Vec<HtmlCell>,
        merged: &mut MergedCells,
    ) -> HeaderCells {
        let hidden = read.iter().filter(|cell| cell.is_hidden).count();
        if read.len() > 1 {
            self.hidden.get_or_insert(hidden);
        }
        // What is hidden has no place, unless the heading has a hidden cell for it: then it is a column like others.
        if self.hidden != Some(hidden) {
            read.retain(|cell| !cell.is_hidden);
        }
        let (mut cells, mut column): (HeaderCells, usize) = (Vec::new(), 0);
        for cell in read {
            while self.taken.get(column).is_some_and(|until| *until >= row) {
                column += 1;
            }
            let end = (column + cell.columns).min(WIDEST);
            self.taken[column.min(end)..end].fill(row + cell.rows - 1);
            if !cell.text.is_empty() && column < WIDEST {
                merged.begin_cell(row, cell.rows, column, &cell.text);
                put_cell(&mut cells, column, cell.text);
            }
            column = end;
        }
        cells
    }
}
