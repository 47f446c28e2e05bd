//! XLSX, cell by cell: no dense range is ever built, so a cell far out costs nothing.

use std::collections::HashMap;

use calamine::{Reader, XlsxError};

use super::{
    Sheet, Visit, Workbook, broken, cell, limits, listed,
    merged::{Merged, Region},
    place,
};
use crate::ingest::{Export, IngestError, export::Opened, table::header::Cells};

/// The rows a sheet of this format can have at all.
const LAST_ROW: u64 = 1_048_576;

pub struct Xlsx<'e> {
    export: &'e Export,
    workbook: calamine::Xlsx<Opened>,
    /// Whether any of its sheets has merged cells; where they are stands behind all rows of a sheet.
    has_merged: bool,
    merged: HashMap<String, Vec<Region>>,
}

impl<'e> Xlsx<'e> {
    pub fn open(export: &'e Export) -> Result<Self, IngestError> {
        let has_merged = limits::xlsx(export)?;
        let workbook = calamine::Xlsx::new(export.open()?).map_err(|error| match error {
            XlsxError::Password => export.protected(),
            error => broken(export, error),
        })?;
        Ok(Self { export, workbook, has_merged, merged: HashMap::new() })
    }

    /// The merged cells of a sheet, looked up once.
    fn merged(&mut self, sheet: &str) -> Result<Merged, IngestError> {
        if self.has_merged && !self.merged.contains_key(sheet) {
            let listed = (self.workbook.merge_cells_by_sheet_name(sheet))
                .map_err(|error| broken(self.export, format!("sheet `{sheet}`: {error}")))?;
            self.merged.insert(sheet.to_owned(), Region::of(&listed));
        }
        Ok(Merged::listed(self.merged.get(sheet).map_or(&[], Vec::as_slice)))
    }
}

impl Workbook for Xlsx<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        listed(self.workbook.sheets_metadata())
    }

    fn days_from_1904(&self) -> bool {
        self.workbook.has_1904_epoch()
    }

    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError> {
        let export = self.export;
        let mut merged = self.merged(sheet)?;
        let mut reader = (self.workbook.worksheet_cells_reader(sheet))
            .map_err(|error| broken(export, format!("sheet `{sheet}`: {error}")))?;
        let (mut current, mut cells): (u64, Cells) = (0, Vec::new());
        loop {
            let cell = reader.next_cell().map_err(|error| {
                broken(export, format!("sheet `{sheet}`, row {}: {error}", current.max(1)))
            })?;
            let row = cell.as_ref().map(|cell| u64::from(cell.get_position().0) + 1);
            if row != Some(current) {
                if current > 0 && !visit(current, &cells, merged.reaching(current, &cells))? {
                    return Ok(());
                }
                cells.clear();
                match row {
                    Some(row) if row <= LAST_ROW => current = row,
                    _ => return Ok(()),
                }
            }
            if let Some(cell) = cell
                && let Some(text) = cell::borrowed(cell.get_value())
            {
                place(&mut cells, cell.get_position().1 as usize, text);
            }
        }
    }
}
