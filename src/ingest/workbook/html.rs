//! Tables of an HTML page, which some systems name `.xls`.

use std::mem::take;

use html5gum::{IoReader, Token, Tokenizer};

use super::{LONGEST_CELL, Sheet, Visit, WIDEST, Workbook, place};
use crate::ingest::{
    Export, IngestError, export::Unnamed, table::header::Cells, text::encoding::Encoding,
};

/// A tag, or the text up to the next, is held whole.
const LARGEST_PAGE: u64 = 128 << 20;

pub struct Page {
    export: Export,
    tables: Vec<String>,
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
        let mut count = 0;
        page.walk(&mut |event| {
            count += usize::from(matches!(event, Event::Table));
            Ok(())
        })?;
        page.tables = (1..=count).map(|number| format!("bảng {number}")).collect();
        if page.tables.is_empty() {
            let hint = "a portal's page of an error may have been saved in place of an export; look at it in a browser";
            return Err(export.malformed("the page holds no table", hint));
        }
        Ok(page)
    }

    /// Tells what comes, table by table. A table inside a cell is text of that cell.
    fn walk(&self, tell: &mut dyn FnMut(Event) -> Result<(), Halt>) -> Result<(), IngestError> {
        match self.tokens(tell) {
            Ok(()) | Err(Halt::Enough) => Ok(()),
            Err(Halt::Failed(error)) => Err(error),
        }
    }

    fn tokens(&self, tell: &mut dyn FnMut(Event) -> Result<(), Halt>) -> Result<(), Halt> {
        let tokens = Tokenizer::new(IoReader::new(self.export.open()?));
        let mut cell = OpenCell(None);
        let mut depth = 0_usize;
        for token in tokens {
            match token.map_err(self.export.unreadable())? {
                Token::StartTag(tag) => match tag.name.as_slice() {
                    b"table" => {
                        depth += 1;
                        if depth == 1 {
                            tell(Event::Table)?;
                        }
                    }
                    b"tr" if depth == 1 => {
                        cell.end(tell)?;
                        tell(Event::Row)?;
                    }
                    b"td" | b"th" if depth == 1 => {
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
                        if depth == 1 {
                            cell.end(tell)?;
                        }
                        depth = depth.saturating_sub(1);
                    }
                    b"td" | b"th" | b"tr" if depth == 1 => cell.end(tell)?,
                    _ => {}
                },
                Token::String(text) => cell.add(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
        cell.end(tell)
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
        let sheet = |name: &String| Sheet { name: name.clone(), is_hidden: false };
        self.tables.iter().map(sheet).collect()
    }

    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError> {
        let wanted = self.tables.iter().position(|table| table == sheet).map_or(0, |at| at + 1);
        let (mut table, mut row, mut column) = (0, 0, 0);
        let mut cells: Cells = Vec::new();
        // Per column: up to which row a cell from above reaches.
        let mut taken = vec![0; WIDEST];
        self.walk(&mut |event| {
            match event {
                Event::Table => {
                    table += 1;
                    if table > wanted {
                        return Err(Halt::Enough);
                    }
                }
                _ if table != wanted => {}
                Event::Row => {
                    if row > 0 && !visit(row, &take(&mut cells))? {
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
                        place(&mut cells, column, text);
                    }
                    column = end;
                }
            }
            Ok(())
        })?;
        if !cells.is_empty() {
            visit(row, &cells)?;
        }
        Ok(())
    }
}
