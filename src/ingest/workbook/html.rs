//! Tables of an HTML page, which some systems name `.xls`.

use std::mem::take;

use html5gum::{IoReader, Token, Tokenizer};

use super::{LONGEST_CELL, Sheet, Visit, WIDEST, Workbook, merged::Merged, place};
use crate::ingest::{
    Export, IngestError, export::Unnamed, table::header::Cells, text::encoding::Encoding,
};

/// A tag, or the text up to the next, is held whole.
const LARGEST_PAGE: u64 = 128 << 20;

/// Tables inside of tables are looked for so deep: a page may be laid out by them.
const DEEPEST: usize = 4;
/// More tables than any page of an export has.
const MOST_TABLES: usize = 500;

pub struct Page {
    export: Export,
    tables: Vec<Table>,
}

/// A table by its depth inside of others, and which of that depth it is.
struct Table {
    name: String,
    depth: usize,
    number: usize,
}

impl Page {
    pub fn open(export: &Export, encoding: Encoding) -> Result<Self, IngestError> {
        let utf8 = Unnamed::filled(|out| encoding.transcode(export.bytes.open()?, out));
        let (bytes, _) = utf8.map_err(export.unreadable())?;
        let mut page = Self { export: export.holding(bytes), tables: Vec::new() };
        if page.export.bytes_len()? > LARGEST_PAGE {
            return Err(
                export.malformed("the page is larger than 128 MB", "export it as .xlsx or CSV")
            );
        }
        page.list(1)?;
        if page.tables.is_empty() {
            let hint = "a portal's page of an error may have been saved in place of an export; look at it in a browser";
            return Err(export.malformed("the page holds no table", hint));
        }
        Ok(page)
    }

    /// Lists the tables of a depth, then those inside of them that are more than the layout of a cell.
    fn list(&mut self, depth: usize) -> Result<(), IngestError> {
        let mut sizes: Vec<(usize, usize, usize)> = Vec::new();
        let deepest = self.walk(depth, &mut |event| {
            match (event, sizes.last_mut()) {
                (Event::Table, _) => sizes.push((0, 0, 0)),
                (Event::Row, Some((rows, cells, _))) => (*rows, *cells) = (*rows + 1, 0),
                (Event::Cell(..), Some((_, cells, widest))) => {
                    *cells += 1;
                    *widest = (*widest).max(*cells);
                }
                _ => {}
            }
            Ok(())
        })?;
        for (number, (rows, _, widest)) in (1..).zip(sizes) {
            if depth == 1 || (rows > 1 && widest > 2) {
                let name = format!("bảng {}", self.tables.len() + 1);
                self.tables.push(Table { name, depth, number });
            }
        }
        if self.tables.len() > MOST_TABLES {
            let problem = format!("trang có hơn {MOST_TABLES} bảng");
            return Err(self.export.malformed(problem, "xuất lại ở dạng .xlsx hoặc CSV"));
        }
        if deepest > depth && depth < DEEPEST { self.list(depth + 1) } else { Ok(()) }
    }

    /// Tells what comes, table by table of a depth; how deep the deepest table is. One inside a cell is text of that cell.
    fn walk(
        &self,
        wanted: usize,
        tell: &mut dyn FnMut(Event) -> Result<(), Halt>,
    ) -> Result<usize, IngestError> {
        match self.tokens(wanted, tell) {
            Ok(deepest) => Ok(deepest),
            Err(Halt::Enough) => Ok(0),
            Err(Halt::Failed(error)) => Err(error),
        }
    }

    fn tokens(
        &self,
        wanted: usize,
        tell: &mut dyn FnMut(Event) -> Result<(), Halt>,
    ) -> Result<usize, Halt> {
        let tokens = Tokenizer::new(IoReader::new(self.export.open()?));
        let mut cell = OpenCell(None);
        let (mut depth, mut deepest) = (0_usize, 0);
        for token in tokens {
            match token.map_err(self.export.unreadable())? {
                Token::StartTag(tag) => match tag.name.as_slice() {
                    b"table" => {
                        depth += 1;
                        deepest = deepest.max(depth);
                        if depth == wanted {
                            tell(Event::Table)?;
                        }
                    }
                    b"tr" if depth == wanted => {
                        cell.end(tell)?;
                        tell(Event::Row)?;
                    }
                    b"td" | b"th" if depth == wanted => {
                        cell.end(tell)?;
                        let span = |name: &[u8]| {
                            let value = tag.attributes.get(name)?;
                            std::str::from_utf8(value).ok()?.trim().parse::<usize>().ok()
                        };
                        let columns = span(b"colspan").unwrap_or(1).clamp(1, WIDEST);
                        let rows = span(b"rowspan").unwrap_or(1).clamp(1, 1000) as u64;
                        cell.0 = Some((String::new(), columns, rows));
                    }
                    b"br" | b"p" | b"div" => cell.add(" "),
                    _ => {}
                },
                Token::EndTag(tag) => match tag.name.as_slice() {
                    b"table" => {
                        if depth == wanted {
                            cell.end(tell)?;
                        }
                        depth = depth.saturating_sub(1);
                    }
                    b"td" | b"th" | b"tr" if depth == wanted => cell.end(tell)?,
                    _ => {}
                },
                Token::String(text) => cell.add(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
        cell.end(tell)?;
        Ok(deepest)
    }
}

/// Why a walk ends before the page does.
enum Halt {
    Enough,
    Failed(IngestError),
}

impl From<IngestError> for Halt {
    fn from(error: IngestError) -> Self {
        Self::Failed(error)
    }
}

enum Event {
    Table,
    Row,
    /// Text, columns and rows it spans.
    Cell(String, usize, u64),
}

/// The cell being read: its text so far, and the columns and rows it spans.
struct OpenCell(Option<(String, usize, u64)>);

impl OpenCell {
    fn add(&mut self, text: &str) {
        if let Some((cell, ..)) = &mut self.0
            && cell.len() < LONGEST_CELL * 4
        {
            cell.push_str(text);
        }
    }

    fn end(&mut self, tell: &mut dyn FnMut(Event) -> Result<(), Halt>) -> Result<(), Halt> {
        let Some((text, columns, rows)) = self.0.take() else {
            return Ok(());
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        tell(Event::Cell(text, columns, rows))
    }
}

impl Workbook for Page {
    fn sheets(&self) -> Vec<Sheet> {
        let sheet = |table: &Table| Sheet { name: table.name.clone(), is_hidden: false };
        self.tables.iter().map(sheet).collect()
    }

    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError> {
        let Some(named) = self.tables.iter().find(|table| table.name == sheet) else {
            return Ok(());
        };
        let wanted = named.number;
        let (mut table, mut row, mut column) = (0, 0, 0);
        let mut cells: Cells = Vec::new();
        let mut merged = Merged::default();
        // Per column: up to which row a cell from above reaches.
        let mut taken = vec![0; WIDEST];
        self.walk(named.depth, &mut |event| {
            match event {
                Event::Table => {
                    table += 1;
                    if table > wanted {
                        return Err(Halt::Enough);
                    }
                }
                _ if table != wanted => {}
                Event::Row => {
                    let whole = take(&mut cells);
                    if row > 0 && !visit(row, &whole, merged.reaching(row, &whole))? {
                        return Err(Halt::Enough);
                    }
                    (row, column) = (row + 1, 0);
                }
                Event::Cell(text, columns, rows) => {
                    while taken.get(column).is_some_and(|until| *until >= row) {
                        column += 1;
                    }
                    let end = (column + columns).min(WIDEST);
                    taken[column.min(end)..end].fill(row + rows - 1);
                    if !text.is_empty() {
                        merged.begin(row, rows, column, &text);
                        place(&mut cells, column, text);
                    }
                    column = end;
                }
            }
            Ok(())
        })?;
        if !cells.is_empty() {
            visit(row, &cells, merged.reaching(row, &cells))?;
        }
        Ok(())
    }
}
