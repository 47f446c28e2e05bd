//! The same rows as JSON, CSV or XLSX, as the address ends or as is accepted.

use std::{convert::Infallible, fmt};

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use super::problem::Problem;
use crate::{
    view::Sheet,
    web::{
        error::WebError,
        export::{self, Format},
    },
};

/// What is wanted: `None` is JSON.
pub struct Wanted(Option<Format>);

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let path = parts.uri.path();
        let accepted = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        let first =
            accepted.unwrap_or_default().split([',', ';']).next().unwrap_or_default().trim();
        Ok(Self(match (path.rsplit('.').next(), first) {
            (Some("csv"), _) | (_, "text/csv") => Some(Format::Csv),
            (Some("xlsx"), _) => Some(Format::Xlsx),
            (_, accepted) if accepted == export::XLSX => Some(Format::Xlsx),
            _ => None,
        }))
    }
}

impl Wanted {
    /// The answer whole as JSON, its rows alone as a table.
    pub fn answer<R: Serialize>(
        &self,
        name: &str,
        answer: &impl Serialize,
        rows: &[R],
    ) -> Result<Response, Problem> {
        match self.0 {
            None => json(answer),
            Some(Format::Csv) => {
                let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
                Ok((headers, csv(&table(name, rows)?)).into_response())
            }
            Some(Format::Xlsx) => Ok(export::file(&table(name, rows)?, Format::Xlsx, name)?),
        }
    }
}

pub fn json(answer: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_string(answer).map_err(internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// A column for each name of a row; what stands in a row of its own has the names joined: `ours.value`.
fn table<R: Serialize>(name: &str, rows: &[R]) -> Result<Sheet, Problem> {
    let mut heads: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for row in rows {
        let mut cells = Vec::new();
        flatten("", &serde_json::to_value(row).map_err(internal)?, &mut cells);
        for (head, _) in &cells {
            if !heads.contains(head) {
                heads.push(head.clone());
            }
        }
        lines.push(cells);
    }
    // A row of its own that is not there leaves its bare name.
    let all = heads.clone();
    heads.retain(|head| !all.iter().any(|other| other.starts_with(&format!("{head}."))));
    let mut sheet = Sheet::new(name, heads.clone());
    for cells in lines {
        let cell = |head: &String| {
            let found = cells.iter().find(|(name, _)| name == head);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        sheet.row(heads.iter().map(cell).collect::<Vec<_>>());
    }
    Ok(sheet)
}

fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(parts) => {
            for (part, value) in parts {
                let name = if name.is_empty() { part.clone() } else { format!("{name}.{part}") };
                flatten(&name, value, cells);
            }
        }
        Value::Null => cells.push((name.to_owned(), String::new())),
        Value::String(text) => cells.push((name.to_owned(), text.clone())),
        other => cells.push((name.to_owned(), other.to_string())),
    }
}

/// As machines read it: commas, no mark before.
fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in [&sheet.heads].into_iter().chain(&sheet.rows) {
        // What is written to memory cannot fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn internal(error: impl fmt::Display) -> Problem {
    WebError::Internal { cause: error.to_string() }.into()
}
