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
    refusal::broken,
    sheets, spreadsheetml, xls, xlsx,
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    ingest::{
        DecodedExport, Export, IngestError, export::FileKind, table::header::HeadingSearch,
        text::encoding,
    },
};

/// Decodes a workbook with one of the connectors that fits its headings.
pub fn decode<'a>(
    export: &Export,
    kind: FileKind,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<DecodedExport<'a>, IngestError> {
    guarded(export, || match kind {
        FileKind::Html => page(export, connectors, layout, scratch),
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

/// Searches the first rows of every visible sheet for headings.
pub fn heads(export: &Export, kind: FileKind) -> Result<Vec<HeadingSearch>, IngestError> {
    guarded(export, || {
        if kind != FileKind::Html {
            return sheets::searched(&mut *opened(export, kind)?);
        }
        let mut heads = Vec::new();
        for encoding in encoding::candidates(&export.head(256 << 10)?) {
            heads.extend(sheets::searched(&mut html::HtmlPage::open(export, encoding)?)?);
        }
        Ok(heads)
    })
}

/// A page in an unknown encoding is tried in each: the headings read right in one only.
fn page<'a>(
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
    let first_error = match sheets::decode(export, workbook, connectors, layout, scratch) {
        Err(error @ IngestError::Unrecognised { .. }) => error,
        decoded => return decoded,
    };
    for encoding in legacy::ENCODINGS {
        let mut converted = ConvertedWorkbook { workbook, encoding };
        match sheets::decode(export, &mut converted, connectors, layout, scratch) {
            Err(IngestError::Unrecognised { .. }) => {}
            decoded => return decoded,
        }
    }
    Err(first_error)
}
