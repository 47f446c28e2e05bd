//! The same rows as JSON, CSV or XLSX, as the address ends or as is accepted.

use std::{borrow::Cow, convert::Infallible, fmt};

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use super::problem::ApiProblem;
use crate::{
    catalog::{Catalog, connector::extra},
    view::{ExportMark, ExportTable, answers::MetricEnvelope, escape_formula, typed_cell},
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

    /// Lists the columns of this table, those of the office's own among them.
    fn columns(&self) -> Vec<Cow<'static, str>> {
        Self::COLUMNS.iter().copied().map(Cow::Borrowed).collect()
    }

    /// Gives the rows.
    fn rows(&self) -> &[Self::Row];

    /// Says how many rows all pages hold, and where the next page begins; `None` of an answer that is whole.
    fn page(&self) -> Option<AnswerPage<'_>> {
        None
    }

    /// Whether `value` is a share of a hundred.
    fn is_share(&self) -> bool {
        false
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

    fn columns(&self) -> Vec<Cow<'static, str>> {
        self.body.columns()
    }

    fn rows(&self) -> &[Self::Row] {
        self.body.rows()
    }

    fn page(&self) -> Option<AnswerPage<'_>> {
        self.body.page()
    }

    fn is_share(&self) -> bool {
        MetricEnvelope::is_share(self)
    }
}

/// What is wanted, and whether a CSV is to be one that a Vietnamese spreadsheet opens: `excel=1`.
#[derive(Debug, Clone, Copy)]
pub struct ResponseFormat {
    /// `None` is JSON.
    format: Option<ExportFormat>,
    is_for_excel: bool,
}

impl<S: Sync> FromRequestParts<S> for ResponseFormat {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let format = match parts.uri.path().rsplit('.').next() {
            Some("csv") => Some(ExportFormat::Csv),
            Some("xlsx") => Some(ExportFormat::Xlsx),
            _ => export::accepted_format(&parts.headers),
        };
        let asked = parts.uri.query().unwrap_or_default().split('&');
        let is_for_excel = asked.into_iter().any(|pair| matches!(pair, "excel=1" | "excel=true"));
        Ok(Self { format, is_for_excel })
    }
}

impl ResponseFormat {
    /// What an address names without the ending that says how it is wanted.
    pub fn strip_format(name: &str) -> &str {
        name.strip_suffix(".csv").or_else(|| name.strip_suffix(".xlsx")).unwrap_or(name)
    }

    /// Writes the answer whole as JSON, or its rows alone as a table in a file called `stem`.
    pub fn respond<A: TableAnswer>(
        self,
        stem: &str,
        answer: &A,
        (catalog, mark): (&Catalog, &ExportMark),
    ) -> Result<Response, ApiProblem> {
        let Some(format) = self.format else { return json_response(answer) };
        let is_for_people = self.is_for_excel || format == ExportFormat::Xlsx;
        if is_for_people {
            let said = self.is_for_excel.then_some(catalog);
            let table = spreadsheet_table(stem, answer, said)?;
            return Ok(export::file_response(&table, format, stem, mark)?);
        }
        let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
        Ok((headers, write_csv(&answer.columns(), answer.rows())?).into_response())
    }
}

/// Serialises an answer as a JSON response. Fails with an internal error where it cannot be
/// serialised.
pub fn json_response(answer: &impl Serialize) -> Result<Response, ApiProblem> {
    let body = serde_json::to_string(answer).map_err(internal_problem)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The rows with numbers, shares and days as such; with headings and codes in Vietnamese where a catalog is given.
fn spreadsheet_table<A: TableAnswer>(
    name: &str,
    answer: &A,
    catalog: Option<&Catalog>,
) -> Result<ExportTable, ApiProblem> {
    let columns = answer.columns();
    let heads: Vec<String> = columns.iter().map(|column| head_text(column, catalog)).collect();
    let mut sheet = ExportTable::new(name, heads);
    for row in answer.rows() {
        let row = serde_json::to_value(row).map_err(internal_problem)?;
        sheet.push_row(columns.iter().map(|column| {
            let value = named_value(column, find_value(&row, column), catalog);
            typed_cell(column, &value, answer.is_share())
        }));
    }
    Ok(sheet)
}

/// `ours.value` is "Ta tính: Giá trị" where both have a name.
fn head_text(column: &str, catalog: Option<&Catalog>) -> String {
    let name = |part: &str| {
        let id = format!("column.{part}");
        let phrases = catalog.map(|catalog| &catalog.phrases);
        let known = phrases.filter(|phrases| phrases.has_phrase(&id));
        known.map_or_else(|| part.to_owned(), |phrases| phrases.format_phrase(&id, &[]))
    };
    if let (Some(own), Some(catalog)) = (extra::extra_name(column), catalog) {
        let known = catalog.extra_columns().into_iter().find(|known| known.name == own);
        return known.map_or_else(|| own.to_owned(), |known| known.label);
    }
    column.split('.').map(name).collect::<Vec<_>>().join(": ")
}

/// The Vietnamese name of a code, where it has one.
fn named_value<'v>(column: &str, value: &'v Value, catalog: Option<&Catalog>) -> Cow<'v, Value> {
    let (Some(catalog), Value::String(code)) = (catalog, value) else {
        return Cow::Borrowed(value);
    };
    let ids = [format!("{column}.{code}"), format!("column.{column}.{code}")];
    let known = ids.iter().find(|id| catalog.phrases.has_phrase(id));
    let lever = (column == "lever").then(|| catalog.find_lever(code)).flatten();
    let name = match (lever, known) {
        (Some(lever), _) => lever.name.clone(),
        (None, Some(id)) => catalog.phrases.format_phrase(id, &[]),
        (None, None) => catalog.vocabulary.display_name(column, code).to_owned(),
    };
    Cow::Owned(Value::String(name))
}

fn find_value<'v>(row: &'v Value, column: &str) -> &'v Value {
    column.split('.').fold(row, |value, part| &value[part])
}

/// As machines read it: commas, no mark before. People open it too: no text is a formula.
fn write_csv<R: Serialize>(columns: &[Cow<str>], rows: &[R]) -> Result<Vec<u8>, ApiProblem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // What is written to memory cannot fail.
    let _ = writer.write_record(columns.iter().map(|column| escape_formula(column)));
    for row in rows {
        let row = serde_json::to_value(row).map_err(internal_problem)?;
        let cell = |column: &Cow<str>| match find_value(&row, column) {
            Value::Null => String::new(),
            Value::String(text) => escape_formula(text),
            other => escape_formula(&other.to_string()),
        };
        let _ = writer.write_record(columns.iter().map(cell));
    }
    Ok(writer.into_inner().unwrap_or_default())
}

fn internal_problem(error: impl fmt::Display) -> ApiProblem {
    WebError::Internal { cause: error.to_string() }.into()
}
