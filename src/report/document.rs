//! A paper as every format writes it: what stands on it, never how it looks.

mod cell;

use std::sync::Arc;

use jiff::civil::Date;

pub use cell::{CellValue, ReportCell, to_float};

/// Holds the content of one report document, independent of any file format.
#[derive(Debug, Clone)]
pub struct ReportDocument {
    /// The document's own name, for readers of its metadata.
    pub title: String,
    pub letterhead: ReportLetterhead,
    /// What a mail of it is about: its finding, and that its data is not complete where it is not.
    pub mail_subject: String,
    /// Whether it begins on its side.
    pub landscape: bool,
    pub blocks: Vec<ReportBlock>,
    /// Which data it was made from: in the document's properties, and behind its annexes. No page of what is signed bears it.
    pub provenance: String,
    /// The only date in the document that is not of the data.
    pub on: Date,
}

/// The head of an official paper, Nghị định 30/2020/NĐ-CP.
#[derive(Debug, Clone, Default)]
pub struct ReportLetterhead {
    pub superior: Option<String>,
    pub agency: String,
    pub nation: String,
    pub motto: String,
    /// "Số: 12/BC-VP"
    pub number: String,
    /// "Văn Quan, ngày 02 tháng 01 năm 2024"
    pub place_and_day: String,
    /// "BÁO CÁO"; a letter has none, and its subject stands under its number.
    pub kind: Option<String>,
    pub subject: String,
    /// "Kính gửi: …"
    pub to: Vec<String>,
}

/// Recipients and signature.
#[derive(Debug, Clone, Default)]
pub struct ReportClosing {
    pub heading: String,
    pub recipients: Vec<String>,
    pub title: Vec<String>,
    pub signer: String,
}

/// Paragraphs that stay on the page of the signature.
const SIGNED: usize = 3;

/// Lists the blocks a document is made of, in reading order.
#[derive(Debug, Clone)]
pub enum ReportBlock {
    /// Of a section (1), or of a part of one (2).
    Heading(u8, String),
    Paragraph(String),
    /// Small print.
    Note(String),
    Table(ReportTable),
    Picture(ReportPicture),
    /// Where the page of this report is, also to be scanned.
    Link(ReportLink),
    Closing(ReportClosing),
    /// What follows begins a page, upright or on its side.
    NewPage {
        landscape: bool,
    },
}

/// Holds a chart as PNG, with its caption and alternative text.
#[derive(Debug, Clone)]
pub struct ReportPicture {
    pub png: Arc<Vec<u8>>,
    /// Width and height in dots.
    pub size: (u32, u32),
    pub caption: BlockCaption,
    /// The same in words, with its numbers.
    pub alt: String,
}

/// Leads to a page: its address in words, and as a code that a telephone reads.
#[derive(Debug, Clone)]
pub struct ReportLink {
    pub words: String,
    pub url: String,
    /// The code, drawn of squares.
    pub svg: Arc<String>,
    /// The same for programs that draw no SVG.
    pub png: Arc<Vec<u8>>,
    /// What the code is.
    pub alt: String,
}

/// What stands by a table or a picture: "Bảng 1. …". Its number is given when the paper is whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockCaption {
    pub label: String,
    pub number: usize,
    pub text: String,
}

/// Holds a table with its headings, column widths and lines.
#[derive(Debug, Clone, Default)]
pub struct ReportTable {
    /// Short: a workbook's sheet is called so.
    pub name: String,
    pub caption: BlockCaption,
    /// Rows of headings; a heading may span columns and rows.
    pub heads: Vec<Vec<TableHead>>,
    /// How wide columns are to each other.
    pub widths: Vec<u16>,
    pub lines: Vec<TableLine>,
    /// The column a workbook draws as a chart of its own.
    pub drawn: Option<usize>,
}

/// Holds one heading of a table and how many columns and rows it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHead {
    pub text: String,
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
}

/// Holds one line of a table.
#[derive(Debug, Clone)]
pub struct TableLine {
    pub cells: Vec<ReportCell>,
    /// A total, or the name of a group: set apart from the rest.
    pub is_strong: bool,
    /// The lines that follow are of one kind, and not in one order with those before.
    pub is_heading: bool,
}

impl ReportDocument {
    /// Returns the addresses of the pages it leads to.
    pub fn link_urls(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            ReportBlock::Link(link) => Some(link.url.as_str()),
            _ => None,
        })
    }

    /// Tells whether a block stays on the page of the signature, which stands on none alone: the last one before it, and of
    /// paragraphs the last three.
    pub fn is_signed(&self, at: usize) -> bool {
        let is_text = |block: &&ReportBlock| {
            matches!(block, ReportBlock::Paragraph(_) | ReportBlock::Link(_))
        };
        let mut behind = self.blocks.iter().skip(at + 1).take(SIGNED).skip_while(is_text);
        matches!(behind.next(), Some(ReportBlock::Closing(_)))
    }

    /// Returns the last line of its annexes, which says what data it was made from; `None` where nothing follows the signature.
    pub fn annex_line(&self) -> Option<ReportBlock> {
        let signed = self.blocks.iter().position(|it| matches!(it, ReportBlock::Closing(_)))?;
        let has_annex = signed + 1 < self.blocks.len();
        has_annex.then(|| ReportBlock::Note(self.provenance.clone()))
    }
}

impl ReportTable {
    /// Makes a table without lines from pairs of heading and relative width.
    pub fn new(
        name: String,
        caption: String,
        heads: impl IntoIterator<Item = (String, u16)>,
    ) -> Self {
        let (texts, widths): (Vec<String>, _) = heads.into_iter().unzip();
        let heads = texts.iter().enumerate().map(|(column, text)| TableHead::one(column, text));
        Self {
            name,
            caption: BlockCaption::new(caption),
            heads: vec![heads.collect()],
            widths,
            ..Self::default()
        }
    }

    /// Appends an ordinary line.
    pub fn line(&mut self, cells: impl IntoIterator<Item = ReportCell>) {
        self.push(cells.into_iter().collect(), (false, false));
    }

    /// Appends a line set in bold, such as a total.
    pub fn strong(&mut self, cells: impl IntoIterator<Item = ReportCell>) {
        self.push(cells.into_iter().collect(), (true, false));
    }

    /// A heading among the lines, in the column of names.
    pub fn heading(&mut self, text: String, at: usize) {
        let mut cells = vec![ReportCell::from_text(""); self.columns()];
        cells[at] = ReportCell::from_text(text);
        self.push(cells, (true, true));
    }

    fn push(&mut self, cells: Vec<ReportCell>, (is_strong, is_heading): (bool, bool)) {
        self.lines.push(TableLine { cells, is_strong, is_heading });
    }

    /// Lines that are neither a heading nor a total.
    pub fn numbered(&self) -> usize {
        self.lines.iter().filter(|line| !line.is_strong).count()
    }

    /// Returns how many columns the table has.
    pub fn columns(&self) -> usize {
        self.widths.len()
    }
}

impl BlockCaption {
    /// Makes a caption that is not numbered yet.
    pub fn new(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// Returns the caption as printed: label, number and text.
    pub fn whole(&self) -> String {
        format!("{} {}. {}", self.label, self.number, self.text)
    }
}

impl TableHead {
    /// Makes a heading over one column and one row.
    pub fn one(column: usize, text: &str) -> Self {
        Self::spanning(column, text, 1, 1)
    }

    /// Makes a heading from `column` on over so many columns and rows.
    pub fn spanning(column: usize, text: &str, columns: usize, rows: usize) -> Self {
        Self { text: text.to_owned(), column, columns, rows }
    }
}
