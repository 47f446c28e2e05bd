//! From the bytes of a workbook to its reader, by its kind and its encoding.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use super::{
    html,
    legacy::{self, ConvertedWorkbook},
    ods,
    reader::WorkbookReader,
    refusal::workbook_error,
    sheets, spreadsheetml, xls, xlsx,
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    ingest::{
        DecodedExport, Export, IngestError, WorkbookProblem, export::FileKind,
        table::header::HeadingSearch, text::encoding,
    },
};

/// Decodes a workbook with one of the connectors that fits its headings.
///
/// An XLSX is measured while it is read. Where anything comes of that but a table, it is measured first and read again: then it is
/// refused for what is wrong with it, not for where the reading ended.
pub fn decode_workbook<'a>(
    export: &Export,
    kind: FileKind,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    if kind == FileKind::Xlsx {
        let at_once = || Ok(decode_at_once(export, connectors, layout, scratch));
        if let Ok(Some(decoded)) = catch_panics(export, at_once) {
            return Ok(decoded);
        }
    }
    catch_panics(export, || match kind {
        FileKind::Html => decode_page(export, connectors, layout, scratch),
        _ => decode_in_encodings(
            export,
            &mut *open_reader(export, kind)?,
            connectors,
            layout,
            scratch,
        ),
    })
}

/// Decodes a sound XLSX; `None` where it may not be one.
fn decode_at_once<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Option<DecodedExport<'a>> {
    let mut workbook = xlsx::XlsxWorkbook::open_unmeasured(export).ok()?;
    let decoded = sheets::decode_tables(export, &mut workbook, connectors, layout, scratch).ok()?;
    workbook.is_sound().then_some(decoded)
}

/// A parser that stumbles over a broken file must not take the server with it.
fn catch_panics<T>(
    export: &Export,
    read: impl FnOnce() -> Result<T, IngestError>,
) -> Result<T, IngestError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(workbook_error(export, WorkbookProblem::Inconsistent)))
}

/// A workbook whose bytes say which encoding they are in.
fn open_reader<'e>(
    export: &'e Export,
    kind: FileKind,
) -> Result<Box<dyn WorkbookReader + 'e>, IngestError> {
    Ok(match kind {
        FileKind::Xls => Box::new(xls::XlsWorkbook::open_workbook(export)?),
        FileKind::Ods => Box::new(ods::OdsWorkbook::open_workbook(export, false)?),
        FileKind::FlatOds => Box::new(ods::OdsWorkbook::open_workbook(export, true)?),
        FileKind::SpreadsheetMl => Box::new(spreadsheetml::SpreadsheetXml::open_workbook(export)?),
        _ => Box::new(xlsx::XlsxWorkbook::open_workbook(export)?),
    })
}

/// Searches the first rows of every visible sheet for headings.
pub fn search_headings(export: &Export, kind: FileKind) -> Result<Vec<HeadingSearch>, IngestError> {
    catch_panics(export, || {
        if kind != FileKind::Html {
            return sheets::search_visible_sheets(&mut *open_reader(export, kind)?);
        }
        let mut heads = Vec::new();
        for encoding in encoding::candidate_encodings(&export.first_bytes(256 << 10)?) {
            heads.extend(sheets::search_visible_sheets(&mut html::HtmlPage::open_page(
                export, encoding,
            )?)?);
        }
        Ok(heads)
    })
}

/// A page in an unknown encoding is tried in each: the headings read right in one only.
fn decode_page<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let mut first_error = None;
    for encoding in encoding::candidate_encodings(&export.first_bytes(256 << 10)?) {
        let mut page = html::HtmlPage::open_page(export, encoding)?;
        match decode_in_encodings(export, &mut page, connectors, layout, scratch) {
            Err(error @ IngestError::Unrecognised { .. }) => {
                first_error.get_or_insert(error);
            }
            decoded => return decoded,
        }
    }
    Err(first_error.expect("there is at least one encoding"))
}

/// Cells may hold the letters of an old font, whether it is still named or not: then the headings read right in it only.
fn decode_in_encodings<'a>(
    export: &Export,
    workbook: &mut dyn WorkbookReader,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let first_error = match sheets::decode_tables(export, workbook, connectors, layout, scratch) {
        Err(error @ IngestError::Unrecognised { .. }) => error,
        decoded => return decoded,
    };
    for encoding in legacy::ENCODINGS {
        let mut converted = ConvertedWorkbook { workbook, encoding };
        match sheets::decode_tables(export, &mut converted, connectors, layout, scratch) {
            Err(IngestError::Unrecognised { .. }) => {}
            decoded => return decoded,
        }
    }
    Err(first_error)
}

#[cfg(test)]
mod tests;
