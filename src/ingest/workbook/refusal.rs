//! What is said of a workbook that cannot be read.

use crate::ingest::{Export, ExportProblem, IngestError, WorkbookProblem};

/// Refuses a workbook whose inner parts are damaged, with the way on.
pub fn workbook_error(export: &Export, problem: WorkbookProblem) -> IngestError {
    export.malformed_error(ExportProblem::Workbook { problem })
}
