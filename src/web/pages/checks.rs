//! Kiểm tra: what is wrong in the data itself.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, Response},
};

use super::{
    super::{
        Site,
        http::{
            desk::Desk,
            error::WebError,
            export::{Format, file},
            query::Query,
        },
    },
    parts::frame::Frame,
};
use crate::{
    catalog::check::{Check, Severity},
    domain::decimal::counted,
    view::Sheet,
    warehouse::query::{CheckResult, CheckRow},
};

/// Cases listed on the page of one check.
const LISTED: u64 = 200;
const EXPORTED: u64 = 100_000;

#[derive(Template)]
#[template(path = "checks.html")]
struct Checks {
    frame: Frame,
    found: Vec<Summary>,
    /// Names of checks that found nothing.
    clean: Vec<String>,
}

struct Summary {
    id: String,
    name: String,
    count: String,
    first: String,
    is_blocking: bool,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: Frame,
    id: String,
    name: String,
    count: String,
    rows: Vec<CheckRow>,
    is_cut: bool,
}

pub async fn page(State(site): State<Arc<Site>>, query: Query) -> Result<Html<String>, WebError> {
    site.page(query, checks).await
}

pub async fn one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Html<String>, WebError> {
    site.page(query, move |desk| check(desk, &id)).await
}

pub async fn csv(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, WebError> {
    site.at_desk(query, move |desk| {
        let (_, result) = run(desk, &id, EXPORTED)?;
        let heads = ["agency", "subject", "detail"];
        let mut sheet = Sheet::new(
            &result.name,
            heads.map(|head| desk.words().say(&format!("column.{head}"), &[])),
        );
        for row in result.rows {
            sheet.row([row.agency_code.unwrap_or_default(), row.subject_id, row.detail]);
        }
        file(&sheet, Format::Csv, &id)
    })
    .await
}

fn checks(desk: &Desk) -> Result<Checks, WebError> {
    let counts = desk.warehouse.found(None)?;
    let (found, clean): (Vec<&Check>, Vec<&Check>) =
        desk.catalog.checks.iter().partition(|check| counts.contains_key(&check.id));
    let mut results = Vec::new();
    for check in found {
        results.push(desk.warehouse.check(check, None, (0, 1))?);
    }
    results.sort_by_key(|result| std::cmp::Reverse(result.found));
    let summary = |result: CheckResult| Summary {
        count: counted(result.found),
        first: result
            .rows
            .first()
            .map_or(String::new(), |row| format!("{}: {}", row.subject_id, row.detail)),
        is_blocking: result.severity == Severity::Block,
        id: result.check,
        name: result.name,
    };
    Ok(Checks {
        frame: desk.frame("checks")?,
        found: results.into_iter().map(summary).collect(),
        clean: clean.into_iter().map(|check| check.name.clone()).collect(),
    })
}

fn check(desk: &Desk, id: &str) -> Result<CheckPage, WebError> {
    let (check, result) = run(desk, id, LISTED)?;
    Ok(CheckPage {
        frame: desk.frame("checks")?,
        id: check.id.clone(),
        name: check.name.clone(),
        count: counted(result.found),
        is_cut: result.found > LISTED,
        rows: result.rows,
    })
}

fn run<'a>(desk: &Desk<'a>, id: &str, at_most: u64) -> Result<(&'a Check, CheckResult), WebError> {
    let check = desk.catalog.checks.iter().find(|check| check.id == id);
    let check = check.ok_or_else(|| WebError::NotFound { what: id.to_owned() })?;
    let agency = desk.query.agency(desk.warehouse, desk.view.period)?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    Ok((check, desk.warehouse.check(check, code, (0, at_most))?))
}
