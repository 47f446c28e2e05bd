//! XLS (BIFF8). The library builds a dense range of every sheet, so the sheets are measured first.

use calamine::{Reader, XlsError};

use super::{
    Sheet, Visit, Workbook, broken, cell, limits, listed,
    merged::{Merged, Region},
    place,
};
use crate::ingest::{Export, IngestError, export::Opened};

pub struct Xls<'e> {
    export: &'e Export,
    workbook: calamine::Xls<Opened>,
}

impl<'e> Xls<'e> {
    pub fn open(export: &'e Export) -> Result<Self, IngestError> {
        limits::xls(export)?;
        let workbook = calamine::Xls::new(export.open()?).map_err(|error| match error {
            XlsError::Password => export.protected(),
            error => broken(export, error),
        })?;
        Ok(Self { export, workbook })
    }
}

impl Workbook for Xls<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        listed(self.workbook.sheets_metadata())
    }

    fn days_from_1904(&self) -> bool {
        self.workbook.has_1904_epoch()
    }

    fn each_row(&mut self, sheet: &str, visit: Visit) -> Result<(), IngestError> {
        let range = (self.workbook.worksheet_range(sheet))
            .map_err(|error| broken(self.export, format!("sheet `{sheet}`: {error}")))?;
        let (top, left) = range.start().unwrap_or_default();
        let regions = self.workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let mut merged = Merged::listed(&Region::of(&regions));
        for (index, row) in range.rows().enumerate() {
            let mut cells = Vec::new();
            for (column, value) in row.iter().enumerate() {
                if let Some(text) = cell::owned(value) {
                    place(&mut cells, column + left as usize, text);
                }
            }
            let number = u64::from(top) + index as u64 + 1;
            let carried = merged.reaching(number, &cells);
            if !cells.is_empty() && !visit(number, &cells, carried)? {
                return Ok(());
            }
        }
        Ok(())
    }
}
