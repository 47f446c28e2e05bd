//! A table as a file that is sent.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::error::WebError;
use crate::view::ExportTable;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    Xlsx,
}

/// The form a client likes best; `None` for any other than these.
pub fn accepted(headers: &HeaderMap) -> Option<ExportFormat> {
    let accepted = headers.get(header::ACCEPT)?.to_str().ok()?;
    match accepted.split([',', ';']).next()?.trim() {
        "text/csv" => Some(ExportFormat::Csv),
        XLSX => Some(ExportFormat::Xlsx),
        _ => None,
    }
}

/// The sheet as a file called so.
pub fn file(sheet: &ExportTable, format: ExportFormat, stem: &str) -> Result<Response, WebError> {
    let (bytes, kind, ending) = match format {
        ExportFormat::Csv => (sheet.csv(), "text/csv; charset=utf-8", "csv"),
        ExportFormat::Xlsx => (
            sheet.xlsx().map_err(|error| WebError::Internal { cause: error.to_string() })?,
            XLSX,
            "xlsx",
        ),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{stem}.{ending}\"")),
    ];
    Ok((headers, bytes).into_response())
}
