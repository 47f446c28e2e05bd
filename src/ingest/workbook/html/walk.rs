//! The tables of a page, in the order they begin; one inside a cell is a table of its own, and text of that cell too.

use html5gum::{DefaultEmitter, IoReader, StartTag, Token, Tokenizer};

use super::{
    super::{cell::LONGEST_CELL, reader::WIDEST},
    hidden::HiddenTracker,
};
use crate::ingest::{Export, IngestError};

/// Tables that stand deeper in each other are text.
const DEEPEST: usize = 16;
/// The rows of a cell that reaches to the end of its row group.
pub const TO_THE_END: u64 = u64::MAX / 2;
/// No cell reaches over more rows.
const MOST_ROWS: usize = 65_534;

/// Why a walk ends before the page does.
pub enum HtmlHalt {
    Enough,
    Failed(IngestError),
}

impl From<IngestError> for HtmlHalt {
    fn from(error: IngestError) -> Self {
        Self::Failed(error)
    }
}

/// What comes of a table, which is named by its number.
pub enum HtmlEvent {
    /// It begins, so deep in others, shown or not.
    Table {
        depth: usize,
        is_hidden: bool,
    },
    Row {
        is_hidden: bool,
    },
    Cell(HtmlCell),
    /// A row group begins or ends.
    Group,
    /// The page ends before it: rows may have been cut off behind the last one.
    Unended,
    End,
}

/// Holds the text of a cell, and how many columns and rows it spans.
#[derive(Default)]
pub struct HtmlCell {
    pub text: String,
    pub columns: usize,
    pub rows: u64,
    pub is_hidden: bool,
}

/// Takes the number of a table and what comes of it; an error ends the walk.
pub type HtmlListener<'t> = &'t mut dyn FnMut(usize, HtmlEvent) -> Result<(), HtmlHalt>;

/// Tells what comes.
pub fn walk_tables(export: &Export, tell: HtmlListener) -> Result<(), IngestError> {
    match HtmlWalker::default().read_tokens(export, tell) {
        Ok(()) | Err(HtmlHalt::Enough) => Ok(()),
        Err(HtmlHalt::Failed(error)) => Err(error),
    }
}

/// A table that is open.
#[expect(clippy::struct_excessive_bools, reason = "what was seen of a table, each by itself")]
#[derive(Default)]
struct OpenElement {
    number: usize,
    cell: Option<HtmlCell>,
    is_in_row: bool,
    /// Whether a tag began it: rows may stand in no table.
    has_tag: bool,
    /// Whether a cell, or a row, of it ended with a tag.
    ends_cells: bool,
    ends_rows: bool,
}

impl OpenElement {
    fn note_end(&mut self, is_row: bool) {
        self.ends_cells |= !is_row && self.cell.is_some();
        self.ends_rows |= is_row;
        self.is_in_row &= !is_row;
    }

    /// Whether, at the end of the page, it lacks the end that its other cells or rows have.
    fn is_cut(&self) -> bool {
        (self.ends_cells && self.cell.is_some()) || (self.ends_rows && self.is_in_row)
    }
}

#[derive(Default)]
struct HtmlWalker {
    open: Vec<OpenElement>,
    count: usize,
    /// What is hidden inside of a cell, and what outside of all.
    hidden: HiddenTracker,
    /// Tables begun inside of what is hidden in a cell, or too deep.
    passed: usize,
    /// Whether the page was begun and is not ended.
    is_page: bool,
}

impl HtmlWalker {
    fn read_tokens(&mut self, export: &Export, tell: HtmlListener) -> Result<(), HtmlHalt> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let input = IoReader::new(export.open_bytes()?);
        for token in Tokenizer::new_with_emitter(input, emitter) {
            match token.map_err(export.unreadable_error())? {
                Token::StartTag(tag) => self.start_tag(&tag, tell)?,
                Token::EndTag(tag) => self.end_tag(&tag.name, tell)?,
                Token::String(text) => self.add_text(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
        let is_cut = |table: &OpenElement| table.is_cut() || (table.has_tag && self.is_page);
        if self.open.iter().any(is_cut) {
            return Err(HtmlHalt::Failed(export.truncated_error()));
        }
        while let Some(table) = self.open.last() {
            tell(table.number, HtmlEvent::Unended)?;
            self.end_table(tell)?;
        }
        Ok(())
    }

    fn is_in_cell(&self) -> bool {
        self.open.last().is_some_and(|table| table.cell.is_some())
    }

    fn start_tag(&mut self, tag: &StartTag<()>, tell: HtmlListener) -> Result<(), HtmlHalt> {
        match tag.name.as_slice() {
            b"table" if self.passed > 0 || self.open.len() >= DEEPEST || self.hides_in_cell() => {
                self.passed += 1;
            }
            b"table" => {
                // A table that nobody ended ends where another begins, unless that stands in a cell.
                if !self.open.is_empty() && !self.is_in_cell() {
                    self.end_table(tell)?;
                }
                let is_hidden = self.hidden.is_open() || self.hidden.hides_tag(tag);
                self.begin_table(is_hidden, tell)?;
                if let Some(table) = self.open.last_mut() {
                    table.has_tag = true;
                }
            }
            _ if self.passed > 0 => {}
            b"body" | b"html" => {
                self.is_page = true;
                self.hidden.begin_element(tag);
            }
            b"tr" | b"td" | b"th" => {
                if self.is_in_cell() || self.open.is_empty() {
                    self.hidden.close_element();
                }
                self.end_cell(tell)?;
                if self.open.is_empty() {
                    self.begin_table(false, tell)?;
                }
                self.begin_part(tag, tell)?;
            }
            b"thead" | b"tbody" | b"tfoot" => {
                self.tell_group(tell)?;
                self.hidden.begin_element(tag);
            }
            b"br" | b"p" | b"div" | b"li" => {
                self.add_text(" ");
                self.hidden.begin_element(tag);
            }
            _ => self.hidden.begin_element(tag),
        }
        Ok(())
    }

    fn hides_in_cell(&self) -> bool {
        self.hidden.is_open() && self.is_in_cell()
    }

    fn begin_table(&mut self, is_hidden: bool, tell: HtmlListener) -> Result<(), HtmlHalt> {
        let depth = self.open.len() + 1;
        self.open.push(OpenElement { number: self.count, ..OpenElement::default() });
        self.count += 1;
        tell(self.count - 1, HtmlEvent::Table { depth, is_hidden })
    }

    /// A row or a cell of the innermost table begins.
    fn begin_part(&mut self, tag: &StartTag<()>, tell: HtmlListener) -> Result<(), HtmlHalt> {
        let is_hidden = self.hidden.hides_tag(tag);
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        if tag.name.as_slice() == b"tr" {
            table.is_in_row = true;
            return tell(table.number, HtmlEvent::Row { is_hidden });
        }
        let span = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            std::str::from_utf8(value).ok()?.trim().parse::<usize>().ok()
        };
        let columns = span(b"colspan").unwrap_or(1).clamp(1, WIDEST);
        let rows = match span(b"rowspan") {
            Some(0) => TO_THE_END,
            rows => rows.unwrap_or(1).min(MOST_ROWS) as u64,
        };
        table.cell = Some(HtmlCell { text: String::new(), columns, rows, is_hidden });
        Ok(())
    }

    fn end_tag(&mut self, name: &[u8], tell: HtmlListener) -> Result<(), HtmlHalt> {
        match name {
            b"table" if self.passed > 0 => self.passed -= 1,
            _ if self.passed > 0 => {}
            b"table" => {
                if self.is_in_cell() {
                    self.hidden.close_element();
                }
                self.end_table(tell)?;
            }
            b"body" | b"html" => {
                self.is_page = false;
                self.hidden.end_element(name);
            }
            b"td" | b"th" | b"tr" => {
                if self.is_in_cell() {
                    self.hidden.close_element();
                }
                if let Some(table) = self.open.last_mut() {
                    table.note_end(name == b"tr");
                }
                self.end_cell(tell)?;
            }
            name => {
                if matches!(name, b"thead" | b"tbody" | b"tfoot") {
                    self.tell_group(tell)?;
                }
                self.hidden.end_element(name);
            }
        }
        Ok(())
    }

    fn tell_group(&self, tell: HtmlListener) -> Result<(), HtmlHalt> {
        self.open.last().map_or(Ok(()), |table| tell(table.number, HtmlEvent::Group))
    }

    fn end_cell(&mut self, tell: HtmlListener) -> Result<(), HtmlHalt> {
        if let Some(OpenElement { number, cell, .. }) = self.open.last_mut()
            && let Some(mut cell) = cell.take()
        {
            cell.text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            tell(*number, HtmlEvent::Cell(cell))?;
            self.add_text(" ");
        }
        Ok(())
    }

    fn end_table(&mut self, tell: HtmlListener) -> Result<(), HtmlHalt> {
        self.end_cell(tell)?;
        match self.open.pop() {
            Some(table) => tell(table.number, HtmlEvent::End),
            None => Ok(()),
        }
    }

    fn add_text(&mut self, text: &str) {
        if self.hidden.is_open() {
            return self.hidden.take_text(text);
        }
        for cell in self.open.iter_mut().filter_map(|table| table.cell.as_mut()) {
            if cell.text.len() < LONGEST_CELL * 4 {
                cell.text.push_str(text);
            }
        }
    }
}
