//! A paper as every format writes it: what stands on it, never how it looks.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    decimal::{Hundredths, thousands},
    measure::{Measure, Unit},
    threshold::Threshold,
};

#[derive(Debug, Clone)]
pub struct Paper {
    /// The document's own name, for readers of its metadata.
    pub title: String,
    pub letterhead: Letterhead,
    /// Whether it begins on its side.
    pub landscape: bool,
    pub blocks: Vec<Block>,
    /// Which data it was made from, on every page.
    pub footer: String,
    /// The only date in the document that is not of the data.
    pub on: Date,
}

/// The head of an official paper, Nghị định 30/2020/NĐ-CP.
#[derive(Debug, Clone, Default)]
pub struct Letterhead {
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
pub struct Closing {
    pub heading: String,
    pub recipients: Vec<String>,
    pub title: Vec<String>,
    pub signer: String,
}

#[derive(Debug, Clone)]
pub enum Block {
    /// Of a section (1), or of a part of one (2).
    Heading(u8, String),
    Paragraph(String),
    /// Small print.
    Note(String),
    Table(Table),
    Picture(Picture),
    Closing(Closing),
    /// What follows begins a page, upright or on its side.
    NewPage {
        landscape: bool,
    },
}

#[derive(Debug, Clone)]
pub struct Picture {
    pub png: Arc<Vec<u8>>,
    /// Width and height in dots.
    pub size: (u32, u32),
    pub caption: Caption,
    /// The same in words, with its numbers.
    pub alt: String,
}

/// What stands by a table or a picture: "Bảng 1. …". Its number is given when the paper is whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    pub label: String,
    pub number: usize,
    pub text: String,
}

#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Short: a workbook's sheet is called so.
    pub name: String,
    pub caption: Caption,
    /// Rows of headings; a heading may span columns and rows.
    pub heads: Vec<Vec<Head>>,
    /// How wide columns are to each other.
    pub widths: Vec<u16>,
    pub lines: Vec<Line>,
    /// The column a workbook draws as a chart of its own.
    pub drawn: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub text: String,
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub cells: Vec<Cell>,
    /// A total, or the name of a group: set apart from the rest.
    pub is_strong: bool,
}

#[derive(Debug, Clone)]
pub struct Cell {
    /// As people read it.
    pub text: String,
    /// As a workbook counts with it.
    pub value: Value,
    /// Under its limit.
    pub is_bad: bool,
    /// The number below which a workbook marks it.
    pub limit: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Text,
    Whole(i64),
    /// Numerator and denominator, shown of a hundred.
    Share(i64, i64),
    Decimal(Hundredths),
    Day(Date),
}

impl Table {
    pub fn new(
        name: String,
        caption: String,
        heads: impl IntoIterator<Item = (String, u16)>,
    ) -> Self {
        let (texts, widths): (Vec<String>, _) = heads.into_iter().unzip();
        let heads = texts.iter().enumerate().map(|(column, text)| Head::one(column, text));
        Self {
            name,
            caption: Caption::new(caption),
            heads: vec![heads.collect()],
            widths,
            ..Self::default()
        }
    }

    pub fn line(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.lines.push(Line { cells: cells.into_iter().collect(), is_strong: false });
    }

    pub fn strong(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.lines.push(Line { cells: cells.into_iter().collect(), is_strong: true });
    }

    pub fn columns(&self) -> usize {
        self.widths.len()
    }
}

impl Caption {
    pub fn new(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    pub fn whole(&self) -> String {
        format!("{} {}. {}", self.label, self.number, self.text)
    }
}

impl Head {
    pub fn one(column: usize, text: &str) -> Self {
        Self::spanning(column, text, 1, 1)
    }

    pub fn spanning(column: usize, text: &str, columns: usize, rows: usize) -> Self {
        Self { text: text.to_owned(), column, columns, rows }
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: Value::Text, is_bad: false, limit: None }
    }

    pub fn count(number: i64) -> Self {
        Self { value: Value::Whole(number), ..Self::text(thousands(number)) }
    }

    pub fn number(number: usize) -> Self {
        Self::count(i64::try_from(number).unwrap_or(i64::MAX))
    }

    pub fn decimal(number: Option<Hundredths>) -> Self {
        number.map_or_else(
            || Self::text("–"),
            |number| Self { value: Value::Decimal(number), ..Self::text(number.vietnamese()) },
        )
    }

    /// What a metric says; a dash where there is nothing.
    pub fn measure(unit: Unit, measure: Option<Measure>) -> Self {
        let told = measure.and_then(|measure| Some((measure, measure.vietnamese(unit)?)));
        let Some((measure, text)) = told else {
            return Self::text("–");
        };
        let value = match measure.denominator {
            None => Value::Whole(measure.numerator),
            Some(denominator) if unit.is_of_hundred() => {
                Value::Share(measure.numerator, denominator)
            }
            Some(_) => measure.value(unit).map_or(Value::Text, Value::Decimal),
        };
        Self { value, ..Self::text(text) }
    }

    /// The day of a local civil time, `2023-12-31 16:30:00`.
    pub fn day(time: Option<&str>) -> Self {
        let day = time.and_then(|time| time.get(..10)?.parse::<Date>().ok());
        day.map_or_else(
            || Self::text("–"),
            |day| Self { value: Value::Day(day), ..Self::text(crate::view::day(day)) },
        )
    }

    #[must_use]
    pub fn bad(self, is_bad: bool) -> Self {
        Self { is_bad, ..self }
    }

    /// Told of a unit, strictly under this or not.
    #[must_use]
    pub fn limited(self, unit: Unit, limit: Option<Threshold>) -> Self {
        let number = |limit: Threshold| {
            let share = limit.as_share();
            let of_hundred = unit.is_of_hundred().then_some(share.denominator).flatten();
            of_hundred.map_or_else(|| limit.approximate(), |of| float(share.numerator) / float(of))
        };
        Self { limit: limit.map(number), ..self }
    }

    /// As it is printed: what is under its limit bears a sign, for those who see no colour.
    pub fn shown(&self) -> String {
        if self.is_bad { format!("▼\u{a0}{}", self.text) } else { self.text.clone() }
    }

    pub fn is_number(&self) -> bool {
        self.value != Value::Text || self.text == "–"
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a workbook counts in floats; counts of dossiers fit"
)]
pub fn float(number: i64) -> f64 {
    number as f64
}
