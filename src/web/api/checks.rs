//! What is wrong in the data itself.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::ResponseFormat,
    paging::{next_cursor, paged, skipped},
    problem::{ApiProblem, ApiRefusal, ProblemDetails},
    schema::PageCursor,
};
use crate::{
    catalog::check::{CheckDefinition, CheckSeverity},
    warehouse::query::CheckResult,
    web::{
        ServedSite,
        http::{error::WebError, query::RequestQuery},
    },
};

/// Cases of a page at most.
const MOST: u64 = 10_000;

#[derive(Debug, Serialize, ToSchema)]
pub struct ChecksAnswer {
    pub data_version: String,
    pub rows: Vec<CheckFound>,
}

/// Columns of the tables.
const CHECKS: [&str; 4] = ["check", "name", "severity", "found"];
const CASES: [&str; 3] = ["agency_code", "subject_id", "detail"];

#[derive(Debug, Serialize, ToSchema)]
pub struct CasesAnswer {
    #[serde(flatten)]
    result: CheckResult,
    /// Asks for the page after this one; null at the end.
    next_cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFound {
    pub check: String,
    /// What must hold.
    pub name: String,
    #[schema(value_type = String, example = "warn")]
    pub severity: CheckSeverity,
    pub found: u64,
}

/// Every check, and how many cases it finds
#[utoipa::path(
    get, path = "/api/v1/checks", tag = "checks",
    responses(
        (status = 200, body = ChecksAnswer),
        ApiRefusal,
    )
)]
pub async fn list(
    State(site): State<Arc<ServedSite>>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let answer = site
        .run_query(query, |desk| {
            let counts = desk.warehouse.provenance.count_found(None)?;
            let found = |check: &CheckDefinition| CheckFound {
                check: check.id.clone(),
                name: check.name.clone(),
                severity: check.severity,
                found: counts.get(&check.id).copied().unwrap_or(0),
            };
            Ok(ChecksAnswer {
                data_version: desk.warehouse.data_version.clone(),
                rows: desk.catalog.checks.iter().map(found).collect(),
            })
        })
        .await?;
    wanted.answer("checks", &answer, (&CHECKS, &answer.rows))
}

/// The cases one check finds
#[utoipa::path(
    get, path = "/api/v1/checks/{id}", tag = "checks",
    params(
        ("id" = String, Path, description = "Id of the check", example = "received_on_a_day_off"),
        ("agency" = Option<String>, Query, description = "Only at this agency and those below it"),
        ("limit" = Option<u64>, Query, description = "Cases of a page: 1000 without one, 10000 at most", minimum = 1, maximum = 10000),
        ("cursor" = Option<PageCursor>, Query, description = "`next_cursor` of the page before; of another data version it is refused"),
    ),
    responses(
        (status = 200, body = CasesAnswer),
        (status = 409, body = ProblemDetails, content_type = "application/problem+json"),
        ApiRefusal,
    )
)]
pub async fn one(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let id = ResponseFormat::stem(&id).to_owned();
    let (name, asked) = (id.clone(), query.clone());
    let answer = site
        .run_query(query, move |desk| {
            let check = desk.catalog.checks.iter().find(|check| check.id == id);
            let check = check.ok_or(WebError::NotFound { what: id })?;
            let agency = desk.query.agency(desk.warehouse, desk.view.period)?;
            let (skip, limit) = (skipped(desk)?, desk.query.limit(1000, MOST)?);
            let code = agency.as_ref().map(|agency| agency.code.as_str());
            let result = desk.warehouse.provenance.read_check(check, code, (skip, limit))?;
            let end = skip + result.rows.len() as u64;
            Ok(CasesAnswer { next_cursor: next_cursor(desk, end, result.found), result })
        })
        .await?;
    let table = (CASES.as_slice(), answer.result.rows.as_slice());
    let response = wanted.answer(&name, &answer, table)?;
    Ok(paged(response, &asked, answer.result.found, answer.next_cursor.as_deref()))
}
