//! An XLS as a workbook: its stream, its sheets.

use std::{collections::HashMap, io::Read};

use super::{
    super::{
        reader::{RowHints, RowVisitor, WorkbookReader, WorkbookSheet, make_names_unique},
        refusal::workbook_error,
    },
    globals::{XlsGlobals, XlsSheetEntry},
    records::StreamStart,
    rows,
};
use crate::ingest::{Export, ExportProblem, IngestError, WorkbookProblem};

/// A stream is held whole.
const LARGEST: u64 = 64 << 20;

/// Reads the sheets of an XLS workbook of any version.
pub struct XlsWorkbook<'e> {
    export: &'e Export,
    bytes: Vec<u8>,
    globals: XlsGlobals,
    seen: HashMap<String, RowHints>,
}

impl<'e> XlsWorkbook<'e> {
    /// Opens a workbook and lists its sheets; fails when it is protected, damaged or too large.
    pub fn open_workbook(export: &'e Export) -> Result<Self, IngestError> {
        let bytes = read_stream(export)?;
        let mut globals = XlsGlobals::read_globals(&bytes)
            .ok_or_else(|| workbook_error(export, WorkbookProblem::HeadDamaged))?;
        if globals.is_protected {
            return Err(export.protected_error());
        }
        make_names_unique(globals.sheets.iter_mut().map(|sheet| &mut sheet.name));
        Ok(Self { export, bytes, globals, seen: HashMap::new() })
    }
}

/// The workbook's stream: the file itself, or what the container holds.
fn read_stream(export: &Export) -> Result<Vec<u8>, IngestError> {
    let unreadable = |_| workbook_error(export, WorkbookProblem::Damaged);
    let mut bytes = Vec::new();
    if StreamStart::from_bytes(&export.first_bytes(32)?).is_some() {
        (export.open_bytes()?.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    } else {
        let mut file = cfb::CompoundFile::open(export.open_bytes()?).map_err(unreadable)?;
        let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
        let stream = file.open_stream(name).map_err(unreadable)?;
        let length = stream.len();
        stream.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if length <= LARGEST && (bytes.len() as u64) < length {
            return Err(workbook_error(export, WorkbookProblem::CutOff));
        }
    }
    if bytes.len() as u64 > LARGEST {
        return Err(export.malformed_error(ExportProblem::XlsTooLarge));
    }
    Ok(bytes)
}

impl WorkbookReader for XlsWorkbook<'_> {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        let sheet = |sheet: &XlsSheetEntry| WorkbookSheet {
            name: sheet.name.clone(),
            is_hidden: sheet.is_hidden,
        };
        self.globals.sheets.iter().map(sheet).collect()
    }

    fn days_from_1904(&self) -> bool {
        self.globals.is_1904
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        self.seen.get(sheet).copied().unwrap_or_default()
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let Some(listed) = self.globals.sheets.iter().find(|listed| listed.name == sheet) else {
            return Ok(());
        };
        let layout =
            rows::find_layout(&self.globals, &self.bytes, listed.at).map_err(|problem| {
                let sheet = sheet.to_owned();
                workbook_error(self.export, WorkbookProblem::InSheet { sheet, problem })
            })?;
        let seen = layout.visit_rows(&self.globals, &self.bytes, visit)?;
        self.seen.insert(sheet.to_owned(), seen);
        Ok(())
    }
}
