//! What a cell of an XLSX shows, as text, and the texts of a row.

use std::borrow::Cow;

use super::{
    super::{
        cell::{NOT_CALCULATED, format_moment, format_number},
        reader::RowHints,
    },
    plain::{PlainCell, PlainValue},
    styles::XlsxStyle,
    texts::{SharedStrings, decode_escapes},
};
use crate::ingest::{PartProblem, table::HeaderCells};

/// Holds what cells of a workbook refer to.
#[derive(Default)]
pub struct XlsxParts {
    pub texts: SharedStrings,
    pub styles: Vec<XlsxStyle>,
    pub is_1904: bool,
    /// Whether the workbook asks to be worked out anew when it is opened: no office program has done it yet.
    pub is_uncalculated: bool,
}

/// Holds the cells of the row being read, in texts that the rows before it have used.
#[derive(Default)]
pub struct XlsxRowCells {
    pub cells: HeaderCells,
    spare: Vec<String>,
}

impl XlsxRowCells {
    /// Begins another row.
    pub fn clear_cells(&mut self) {
        let used = self.cells.drain(..).flatten();
        self.spare.extend(used.map(|mut text| {
            text.clear();
            text
        }));
    }

    /// Puts a text in its column, unless there is none.
    pub fn place_text(&mut self, seen: &mut RowHints, column: usize, text: Option<Cow<str>>) {
        let text = match text {
            None => return,
            Some(Cow::Owned(text)) => text,
            Some(Cow::Borrowed(text)) => {
                let mut own = self.spare.pop().unwrap_or_default();
                own.push_str(text);
                own
            }
        };
        seen.place_cell(&mut self.cells, column, text);
    }
}

/// Holds a cell as its part has it.
pub struct ShownCell<'c> {
    pub kind: &'c str,
    pub style: usize,
    pub is_formula: bool,
    /// Whether it has a value, be it an empty one.
    pub has_value: bool,
    pub value: &'c str,
}

/// Returns a plain cell as text, or what is wrong with it.
pub fn plain_text<'t>(
    plain: &PlainCell<'t>,
    book: &'t XlsxParts,
    row: u64,
) -> Result<Option<Cow<'t, str>>, PartProblem> {
    let value = match plain.value {
        PlainValue::Nothing => return Ok(None),
        PlainValue::Text(text) => text,
        PlainValue::Shared(index) => {
            let text = book.texts.get_text(index).ok_or(PartProblem::NoText { row })?;
            return Ok(book.style_of(plain.style).dress_text(Cow::Borrowed(text)));
        }
    };
    if plain.kind == "inlineStr" {
        let text = decode_escapes(value);
        let is_blank = text.trim().is_empty();
        return Ok(book.style_of(plain.style).dress_text(text).filter(|_| !is_blank));
    }
    let PlainCell { kind, style, .. } = *plain;
    ShownCell { kind, style, is_formula: false, has_value: true, value }.shown_text(book, row)
}

impl XlsxParts {
    fn style_of(&self, style: usize) -> XlsxStyle {
        self.styles.get(style).copied().unwrap_or_default()
    }
}

impl<'c> ShownCell<'c> {
    /// Returns the cell as text, or what is wrong with it.
    pub fn shown_text(
        self,
        book: &'c XlsxParts,
        row: u64,
    ) -> Result<Option<Cow<'c, str>>, PartProblem> {
        let style = book.style_of(self.style);
        let value = self.value.trim();
        let is_text = matches!(self.kind, "str" | "inlineStr");
        let was_never_worked_out = !self.has_value
            || (value.is_empty() && !is_text)
            || (value == "0" && book.is_uncalculated);
        if self.is_formula && was_never_worked_out {
            return Ok(Some(NOT_CALCULATED.into()));
        }
        let text = match self.kind {
            _ if value.is_empty() => return Ok(None),
            "s" => {
                let text = value.parse().ok().and_then(|index| book.texts.get_text(index));
                text.ok_or(PartProblem::NoText { row })?.into()
            }
            "b" if matches!(value, "1" | "true" | "TRUE") => "true".into(),
            "b" => "false".into(),
            "n" | "" => return Ok(Some(number_text(value, style, book.is_1904).into())),
            "inlineStr" => self.value.into(),
            _ => decode_escapes(self.value),
        };
        Ok(style.dress_text(text))
    }
}

/// A number, or the moment it means. What is none is shown as it is written.
fn number_text(written: &str, style: XlsxStyle, is_1904: bool) -> String {
    match written.parse::<f64>() {
        Ok(value) if value.is_finite() && style.is_day => {
            let places = written.rsplit_once('.').map_or(0, |(_, places)| places.len());
            format_moment(value, is_1904, places >= 8)
        }
        Ok(value) if value.is_finite() => format_number(value),
        _ => written.to_owned(),
    }
}
