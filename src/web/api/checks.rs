//! What is wrong in the data itself.

use axum::{extract::Path, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{AnswerPage, ResponseFormat, TableAnswer},
    paging::{next_cursor, rows_to_skip},
    problem::{ApiProblem, ApiRefusal, ProblemDetails},
    question::ApiQuestion,
    schema::PageCursor,
};
use crate::{
    catalog::check::{CheckDefinition, CheckSeverity},
    warehouse::query::{CheckResult, CheckRow},
    web::http::{error::WebError, page_context::PageContext},
};

/// Cases of a page at most.
const MOST: u64 = 10_000;

/// Lists every check with the number of cases it finds, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecksAnswer {
    pub data_version: String,
    pub rows: Vec<CheckFound>,
}

/// Holds one page of the cases a check finds, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasesAnswer {
    #[serde(flatten)]
    result: CheckResult,
    /// Asks for the page after this one; null at the end.
    next_cursor: Option<String>,
}

/// Describes one check and how many cases it finds.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFound {
    pub check: String,
    /// What must hold.
    pub name: String,
    #[schema(value_type = String, example = "warn")]
    pub severity: CheckSeverity,
    pub found: u64,
}

impl TableAnswer for ChecksAnswer {
    type Row = CheckFound;

    const COLUMNS: &[&str] = &["check", "name", "severity", "found"];

    fn rows(&self) -> &[CheckFound] {
        &self.rows
    }
}

impl TableAnswer for CasesAnswer {
    type Row = CheckRow;

    const COLUMNS: &[&str] = &["agency_code", "subject_id", "detail"];

    fn rows(&self) -> &[CheckRow] {
        &self.result.rows
    }

    fn page(&self) -> Option<AnswerPage<'_>> {
        Some(AnswerPage { total: self.result.found, next_cursor: self.next_cursor.as_deref() })
    }
}

/// Every check, and how many cases it finds
#[utoipa::path(
    get, path = "/api/v1/checks", tag = "checks",
    responses(
        (status = 200, body = ChecksAnswer),
        ApiRefusal,
    )
)]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("checks", count_cases).await
}

fn count_cases(context: &PageContext) -> Result<ChecksAnswer, WebError> {
    let counts = context.warehouse.provenance.count_found(None)?;
    let found = |check: &CheckDefinition| CheckFound {
        check: check.id.clone(),
        name: check.name.clone(),
        severity: check.severity,
        found: counts.get(&check.id).copied().unwrap_or(0),
    };
    Ok(ChecksAnswer {
        data_version: context.warehouse.data_version.clone(),
        rows: context.catalog.checks.iter().map(found).collect(),
    })
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
pub async fn one(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    let id = ResponseFormat::strip_format(&id).to_owned();
    let name = id.clone();
    question.answer(&name, move |context| find_cases(context, id)).await
}

fn find_cases(context: &PageContext, id: String) -> Result<CasesAnswer, WebError> {
    let check = context.catalog.checks.iter().find(|check| check.id == id);
    let check = check.ok_or(WebError::NotFound { what: id })?;
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let (skip, limit) = (rows_to_skip(context)?, context.query.parse_limit(1000, MOST)?);
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    let result = context.warehouse.provenance.read_check(check, code, (skip, limit))?;
    let end = skip + result.rows.len() as u64;
    Ok(CasesAnswer { next_cursor: next_cursor(context, end, result.found), result })
}
