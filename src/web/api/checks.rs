//! What is wrong in the data itself.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::json,
    problem::{Problem, Refused},
};
use crate::{
    catalog::check::Severity,
    warehouse::read::CheckResult,
    web::{Site, error::WebError, query::Query},
};

/// Cases listed at most.
const MOST: u64 = 10_000;

#[derive(Debug, Serialize, ToSchema)]
pub struct ChecksAnswer {
    pub data_version: String,
    pub rows: Vec<CheckFound>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFound {
    pub check: String,
    /// What must hold.
    pub name: String,
    #[schema(value_type = String, example = "warn")]
    pub severity: Severity,
    pub found: u64,
}

/// Every check, and how many cases it finds
#[utoipa::path(
    get, path = "/api/v1/checks", tag = "checks",
    responses(
        (status = 200, body = ChecksAnswer),
        Refused,
    )
)]
pub async fn list(State(site): State<Arc<Site>>, query: Query) -> Result<Response, Problem> {
    let answer = site
        .at_desk(query, |desk| {
            let mut rows = Vec::new();
            for check in &desk.catalog.checks {
                let CheckResult { check, name, severity, found, .. } =
                    desk.warehouse.check(check, None, 0)?;
                rows.push(CheckFound { check, name, severity, found });
            }
            Ok(ChecksAnswer { data_version: desk.warehouse.data_version.clone(), rows })
        })
        .await?;
    json(&answer)
}

/// The cases one check finds
#[utoipa::path(
    get, path = "/api/v1/checks/{id}", tag = "checks",
    params(
        ("id" = String, Path, description = "Id of the check", example = "received_on_a_day_off"),
        ("agency" = Option<String>, Query, description = "Only at this agency and those below it"),
        ("limit" = Option<u64>, Query, description = "At most so many cases; 1000 without one, 10000 at most", minimum = 1, maximum = 10000),
    ),
    responses(
        (status = 200, body = CheckResult),
        Refused,
    )
)]
pub async fn one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let result = site
        .at_desk(query, move |desk| {
            let check = desk.catalog.checks.iter().find(|check| check.id == id);
            let check = check.ok_or(WebError::NotFound { what: id })?;
            let agency = desk.query.agency(desk.warehouse, desk.view.period)?;
            let limit = desk.query.limit(1000, MOST)?;
            let code = agency.as_ref().map(|agency| agency.code.as_str());
            Ok(desk.warehouse.check(check, code, limit)?)
        })
        .await?;
    json(&result)
}
