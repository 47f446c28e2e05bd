//! The same rows as JSON, CSV or XLSX, as the address ends or as is accepted.

use std::{convert::Infallible, fmt};

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use super::problem::ApiProblem;
use crate::{
    view::{ExportTable, answers::MetricEnvelope, escape_formula},
    web::http::{
        error::WebError,
        export::{self, ExportFormat},
    },
};

/// Is an answer with rows, which alone are its table.
pub trait TableAnswer: Serialize + Send + 'static {
    /// One row.
    type Row: Serialize;

    /// The columns of the table: `ours.value` is a name within a name.
    const COLUMNS: &[&str];

    /// Gives the rows.
    fn rows(&self) -> &[Self::Row];

    /// Says how many rows all pages hold, and where the next page begins; `None` of an answer that is whole.
    fn page(&self) -> Option<AnswerPage<'_>> {
        None
    }
}

/// Says of a page how many rows there are in all, and where the next one begins; `None` at the end.
pub struct AnswerPage<'a> {
    pub total: u64,
    pub next_cursor: Option<&'a str>,
}

impl<B, A> TableAnswer for MetricEnvelope<B, A>
where
    B: TableAnswer,
    A: Serialize + Send + 'static,
{
    type Row = B::Row;

    const COLUMNS: &[&str] = B::COLUMNS;

    fn rows(&self) -> &[Self::Row] {
        self.body.rows()
    }

    fn page(&self) -> Option<AnswerPage<'_>> {
        self.body.page()
    }
}

/// What is wanted: `None` is JSON.
#[derive(Debug, Clone, Copy)]
pub struct ResponseFormat(Option<ExportFormat>);

impl<S: Sync> FromRequestParts<S> for ResponseFormat {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(match parts.uri.path().rsplit('.').next() {
            Some("csv") => Some(ExportFormat::Csv),
            Some("xlsx") => Some(ExportFormat::Xlsx),
            _ => export::accepted_format(&parts.headers),
        }))
    }
}

impl ResponseFormat {
    /// What an address names without the ending that says how it is wanted.
    pub fn strip_format(name: &str) -> &str {
        name.strip_suffix(".csv").or_else(|| name.strip_suffix(".xlsx")).unwrap_or(name)
    }

    /// Writes the answer whole as JSON, or its rows alone as a table.
    pub fn respond<A: TableAnswer>(self, name: &str, answer: &A) -> Result<Response, ApiProblem> {
        let (columns, rows) = (A::COLUMNS, answer.rows());
        match self.0 {
            None => json_response(answer),
            Some(ExportFormat::Csv) => {
                let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
                Ok((headers, write_csv(&build_table(name, columns, rows)?)).into_response())
            }
            Some(ExportFormat::Xlsx) => Ok(export::file_response(
                &build_table(name, columns, rows)?,
                ExportFormat::Xlsx,
                name,
            )?),
        }
    }
}

/// Serialises an answer as a JSON response. Fails with an internal error where it cannot be
/// serialised.
pub fn json_response(answer: &impl Serialize) -> Result<Response, ApiProblem> {
    let body = serde_json::to_string(answer).map_err(internal_problem)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The same columns whatever stands in them.
fn build_table<R: Serialize>(
    name: &str,
    columns: &[&str],
    rows: &[R],
) -> Result<ExportTable, ApiProblem> {
    let heads: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    let mut sheet = ExportTable::new(name, heads);
    for row in rows {
        let row = serde_json::to_value(row).map_err(internal_problem)?;
        let cell = |column: &&str| match column.split('.').fold(&row, |value, part| &value[part]) {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        sheet.push_row(columns.iter().map(cell).collect::<Vec<_>>());
    }
    Ok(sheet)
}

/// As machines read it: commas, no mark before. People open it too: no text is a formula.
fn write_csv(sheet: &ExportTable) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in [&sheet.heads].into_iter().chain(&sheet.rows) {
        // What is written to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|cell| escape_formula(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

fn internal_problem(error: impl fmt::Display) -> ApiProblem {
    WebError::Internal { cause: error.to_string() }.into()
}
