//! A table as a file that is sent.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::error::WebError;
use crate::view::Sheet;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// The form a client likes best; `None` for any other than these.
pub fn accepted(headers: &HeaderMap) -> Option<Format> {
    let accepted = headers.get(header::ACCEPT)?.to_str().ok()?;
    match accepted.split([',', ';']).next()?.trim() {
        "text/csv" => Some(Format::Csv),
        XLSX => Some(Format::Xlsx),
        _ => None,
    }
}

/// The sheet as a file called so.
pub fn file(sheet: &Sheet, format: Format, stem: &str) -> Result<Response, WebError> {
    let (bytes, kind, ending) = match format {
        Format::Csv => (sheet.csv(), "text/csv; charset=utf-8", "csv"),
        Format::Xlsx => (
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
