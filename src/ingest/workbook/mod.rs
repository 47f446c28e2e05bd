//! Workbooks of every kind: sheets of rows of cells as text, visited row by row.
//!
//! Invariant: no dense range is built of a sheet whose size is not known to be bounded.

mod cell;
mod decode;
mod html;
mod limits;
mod merged;
mod ods;
mod xls;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::SheetVisible;

use super::{
    Export, IngestError,
    decode::Decoded,
    export::Kind,
    table::{
        Carried,
        header::{Cells, Searched},
    },
    text::encoding,
};
use crate::catalog::{connector::Connector, layout::Layout};

/// Exports have tens of columns. What stands further out is not part of the table.
const WIDEST: usize = 256;

/// Given a row's number, counted from 1, its cells, and what merged cells above hold in it, says whether to go on.
type Visit<'v> = &'v mut dyn FnMut(u64, &[Option<String>], &[Carried]) -> Result<bool, IngestError>;

struct Sheet {
    name: String,
    is_hidden: bool,
}

trait Workbook {
    fn sheets(&self) -> Vec<Sheet>;

    /// Visits every row that has a cell, until the visitor says no.
    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError>;

    /// Whether day numbers begin in 1904, as on old Macs.
    fn days_from_1904(&self) -> bool {
        false
    }
}

pub fn decode<'a>(
    export: &Export,
    kind: Kind,
    connectors: &[&'a Connector],
    layout: &Layout,
    scratch: &std::path::Path,
) -> Result<Decoded<'a>, IngestError> {
    let read = || match kind {
        Kind::Html => html(export, connectors, layout, scratch),
        Kind::Xls => {
            decode::decode(export, &mut xls::Xls::open(export)?, connectors, layout, scratch)
        }
        Kind::Ods => {
            decode::decode(export, &mut ods::Ods::open(export)?, connectors, layout, scratch)
        }
        _ => decode::decode(export, &mut xlsx::Xlsx::open(export)?, connectors, layout, scratch),
    };
    // A parser that stumbles over a broken file must not take the server with it.
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(export, "its parts do not fit together")))
}

/// The first rows of every visible sheet.
pub fn heads(export: &Export, kind: Kind) -> Result<Vec<Searched>, IngestError> {
    let mut heads = Vec::new();
    match kind {
        Kind::Html => {
            for encoding in encoding::candidates(&export.head(256 << 10)?) {
                heads.extend(decode::searched(&mut html::Page::open(export, encoding)?)?);
            }
        }
        Kind::Xls => heads = decode::searched(&mut xls::Xls::open(export)?)?,
        Kind::Ods => heads = decode::searched(&mut ods::Ods::open(export)?)?,
        _ => heads = decode::searched(&mut xlsx::Xlsx::open(export)?)?,
    }
    Ok(heads)
}

/// A page in an unknown encoding is tried in each: the headings read right in one only.
fn html<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &Layout,
    scratch: &std::path::Path,
) -> Result<Decoded<'a>, IngestError> {
    let mut first_error = None;
    for encoding in encoding::candidates(&export.head(256 << 10)?) {
        let mut page = html::Page::open(export, encoding)?;
        match decode::decode(export, &mut page, connectors, layout, scratch) {
            Err(error @ IngestError::Unrecognised { .. }) => {
                first_error.get_or_insert(error);
            }
            decoded => return decoded,
        }
    }
    Err(first_error.expect("there is at least one encoding"))
}

/// The sheets as the library lists them.
fn listed(sheets: &[calamine::Sheet]) -> Vec<Sheet> {
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.clone(),
        is_hidden: sheet.visible != SheetVisible::Visible,
    };
    sheets.iter().map(sheet).collect()
}

fn broken(export: &Export, problem: impl std::fmt::Display) -> IngestError {
    export.malformed(
        format!("the workbook cannot be read: {problem}"),
        "open it in Excel and save it again as .xlsx",
    )
}

/// Letters a cell can hold in Excel; what a file says beyond that is no text of a table.
const LONGEST_CELL: usize = 32_767;

/// Puts a cell in its place, unless it stands too far out.
fn place(cells: &mut Cells, column: usize, mut text: String) {
    if column < WIDEST {
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        shorten(&mut text, LONGEST_CELL);
        cells[column] = Some(text);
    }
}

fn shorten(text: &mut String, letters: usize) {
    if text.len() > letters
        && let Some((end, _)) = text.char_indices().nth(letters)
    {
        text.truncate(end);
    }
}
