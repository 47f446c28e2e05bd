//! Workbooks of every kind: sheets of rows of cells as text, visited row by row.
//!
//! Invariant: no dense range is built of a sheet whose size is not known to be bounded.

mod cell;
mod decode;
mod html;
mod legacy;
mod limits;
mod merged;
mod number_format;
mod ods;
mod spreadsheetml;
mod xls;
mod xlsx;
mod xml;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use self::legacy::ConvertedWorkbook;
use super::{
    Export, IngestError,
    decode::DecodedExport,
    export::FileKind,
    table::{
        CarriedValue,
        header::{HeaderCells, HeadingSearch},
    },
    text::encoding,
};
use crate::catalog::connector::{Connector, layout::LayoutRules};

pub use xls::StreamStart;

/// Exports have tens of columns. What stands further out is not part of the table.
const WIDEST: usize = 256;

/// Given a row's number, counted from 1, its cells, and what merged cells above hold in it, says whether to go on.
type RowVisitor<'v> =
    &'v mut dyn FnMut(u64, &[Option<String>], &[CarriedValue]) -> Result<bool, IngestError>;

struct WorkbookSheet {
    name: String,
    is_hidden: bool,
}

trait WorkbookReader {
    fn sheets(&self) -> Vec<WorkbookSheet>;

    /// Visits every row that has a cell, until the visitor says no.
    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError>;

    /// Whether day numbers begin in 1904, as on old Macs.
    fn days_from_1904(&self) -> bool {
        false
    }

    /// What was seen of a sheet besides its cells, once its rows were visited.
    fn seen(&self, _sheet: &str) -> RowHints {
        RowHints::default()
    }
}

/// What a sheet's rows show besides their cells.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowHints {
    /// Rows that hold something and are hidden, by a filter or by hand.
    pub hidden_rows: u64,
    /// Whether it goes on to the last row its format has, or the old one had: what did not fit was cut off.
    pub is_full: bool,
    /// Columns beyond the last that is looked at, as far as anything stands in them.
    pub columns_beyond: usize,
}

/// The last row of a sheet of old, at which programs still cut what they write.
const OLD_LAST_ROW: u64 = 65_536;

impl RowHints {
    /// Notes a row before it is visited; a lone cell in the last one does not make a sheet full.
    fn row(&mut self, row: u64, cells: &[Option<String>], is_hidden: bool, last: u64) {
        self.hidden_rows += u64::from(is_hidden);
        if cells.iter().flatten().nth(1).is_some() {
            self.is_full = row == last || row == OLD_LAST_ROW;
        }
    }

    /// Puts a cell in its place, unless it stands too far out.
    fn place(&mut self, cells: &mut HeaderCells, column: usize, text: String) {
        if column < WIDEST {
            place(cells, column, text);
        } else if !text.trim().is_empty() {
            self.columns_beyond = self.columns_beyond.max(column + 1 - WIDEST);
        }
    }
}

pub fn decode<'a>(
    export: &Export,
    kind: FileKind,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    guarded(export, || match kind {
        FileKind::Html => html(export, connectors, layout, scratch),
        _ => lettered(export, &mut *opened(export, kind)?, connectors, layout, scratch),
    })
}

/// A parser that stumbles over a broken file must not take the server with it.
fn guarded<T>(
    export: &Export,
    read: impl FnOnce() -> Result<T, IngestError>,
) -> Result<T, IngestError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(export, "các phần bên trong không khớp nhau")))
}

/// A workbook whose bytes say which encoding they are in.
fn opened<'e>(
    export: &'e Export,
    kind: FileKind,
) -> Result<Box<dyn WorkbookReader + 'e>, IngestError> {
    Ok(match kind {
        FileKind::Xls => Box::new(xls::XlsWorkbook::open(export)?),
        FileKind::Ods => Box::new(ods::OdsWorkbook::open(export, false)?),
        FileKind::FlatOds => Box::new(ods::OdsWorkbook::open(export, true)?),
        FileKind::SpreadsheetMl => Box::new(spreadsheetml::SpreadsheetXml::open(export)?),
        _ => Box::new(xlsx::XlsxWorkbook::open(export)?),
    })
}

/// The first rows of every visible sheet.
pub fn heads(export: &Export, kind: FileKind) -> Result<Vec<HeadingSearch>, IngestError> {
    guarded(export, || {
        if kind != FileKind::Html {
            return decode::searched(&mut *opened(export, kind)?);
        }
        let mut heads = Vec::new();
        for encoding in encoding::candidates(&export.head(256 << 10)?) {
            heads.extend(decode::searched(&mut html::HtmlPage::open(export, encoding)?)?);
        }
        Ok(heads)
    })
}

/// A page in an unknown encoding is tried in each: the headings read right in one only.
fn html<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let mut first_error = None;
    for encoding in encoding::candidates(&export.head(256 << 10)?) {
        let mut page = html::HtmlPage::open(export, encoding)?;
        match lettered(export, &mut page, connectors, layout, scratch) {
            Err(error @ IngestError::Unrecognised { .. }) => {
                first_error.get_or_insert(error);
            }
            decoded => return decoded,
        }
    }
    Err(first_error.expect("there is at least one encoding"))
}

/// Cells may hold the letters of an old font, whether it is still named or not: then the headings read right in it only.
fn lettered<'a>(
    export: &Export,
    workbook: &mut dyn WorkbookReader,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let first_error = match decode::decode(export, workbook, connectors, layout, scratch) {
        Err(error @ IngestError::Unrecognised { .. }) => error,
        decoded => return decoded,
    };
    for encoding in legacy::ENCODINGS {
        let mut converted = ConvertedWorkbook { workbook, encoding };
        match decode::decode(export, &mut converted, connectors, layout, scratch) {
            Err(IngestError::Unrecognised { .. }) => {}
            decoded => return decoded,
        }
    }
    Err(first_error)
}

fn broken(export: &Export, problem: impl std::fmt::Display) -> IngestError {
    export.malformed(
        format!("không đọc được sổ tính ({problem})"),
        "mở tệp bằng Excel, lưu lại thành .xlsx rồi nạp lại; nếu Excel cũng không mở được thì xuất lại",
    )
}

/// Letters a cell can hold in Excel; what is longer is no text of a table.
const LONGEST_CELL: usize = 32_767;

fn place(cells: &mut HeaderCells, column: usize, mut text: String) {
    if cells.len() <= column {
        cells.resize(column + 1, None);
    }
    if is_longer(&text, LONGEST_CELL) {
        cell::TOO_LONG.clone_into(&mut text);
    }
    cells[column] = Some(text);
}

fn is_longer(text: &str, letters: usize) -> bool {
    text.len() > letters && text.chars().nth(letters).is_some()
}

/// Names by which sheets are told apart: one without a name, or with the name of one before it, gets its number.
fn told_apart<'n>(names: impl Iterator<Item = &'n mut String>) {
    let mut known = HashSet::new();
    for (number, name) in (1..).zip(names) {
        if name.is_empty() || known.contains(name) {
            *name =
                if name.is_empty() { format!("({number})") } else { format!("{name} ({number})") };
        }
        known.insert(name.clone());
    }
}

fn shorten(text: &mut String, letters: usize) {
    if text.len() > letters
        && let Some((end, _)) = text.char_indices().nth(letters)
    {
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn sheets_are_told_apart_by_their_names() {
        let mut names = ["", "Hồ sơ", "Hồ sơ", ""].map(str::to_owned);
        told_apart(names.iter_mut());
        assert_eq!(names, ["(1)", "Hồ sơ", "Hồ sơ (3)", "(4)"]);
    }

    #[rstest]
    #[case::as_long_as_can_be(LONGEST_CELL, "ộ")]
    #[case::longer(LONGEST_CELL + 1, cell::TOO_LONG)]
    fn a_text_is_whole_or_not_there(#[case] letters: usize, #[case] held: &str) {
        let mut cells = HeaderCells::new();
        place(&mut cells, 0, "ộ".repeat(letters));
        let whole = Some(held.repeat(if held == "ộ" { letters } else { 1 }));
        assert_eq!(cells, [whole]);
    }
}
