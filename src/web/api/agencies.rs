//! Who counts in any number.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::ResponseFormat,
    problem::{ApiProblem, ApiRefusal},
    schema::{LevelName, PeriodId},
};
use crate::web::{
    ServedSite,
    http::{error::WebError, page_context::PageContext, query::RequestQuery},
};

/// Of a table.
const COLUMNS: [&str; 4] = ["agency_code", "agency_name", "level", "parent_code"];

#[derive(Debug, Serialize, ToSchema)]
pub struct AgenciesAnswer {
    /// Id of the period.
    pub period: String,
    pub data_version: String,
    /// By name.
    pub rows: Vec<AgencyRow>,
}

/// An agency with numbers, or with such below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyRow {
    pub agency_code: String,
    pub agency_name: String,
    /// `province`, `provincial_agency`, `district` or `commune`.
    pub level: String,
    pub parent_code: Option<String>,
}

/// Agencies with numbers, as they were in a period
#[utoipa::path(
    get, path = "/api/v1/agencies", tag = "agencies",
    params(
        ("period" = Option<PeriodId>, Query, description = "Id of the period; the newest year without one"),
        ("level" = Option<LevelName>, Query, description = "Only of this level"),
    ),
    responses(
        (status = 200, body = AgenciesAnswer),
        ApiRefusal,
    )
)]
pub async fn list(
    State(site): State<Arc<ServedSite>>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let answer = site.run_query(query, agencies).await?;
    wanted.answer("agencies", &answer, (&COLUMNS, &answer.rows))
}

fn agencies(desk: &PageContext) -> Result<AgenciesAnswer, WebError> {
    let period = desk.view.period;
    desk.query.level(desk.catalog)?;
    let level = desk.query.get("level").filter(|level| *level != "all");
    let mut rows = Vec::new();
    for (code, _) in desk.warehouse.agencies.list_with_numbers(period) {
        let Some(agency) = desk.warehouse.agencies.at(&code, period) else {
            continue;
        };
        if level.is_none_or(|level| level == agency.level) {
            rows.push(AgencyRow {
                agency_code: agency.code,
                agency_name: agency.name,
                level: agency.level,
                parent_code: agency.parent_code,
            });
        }
    }
    let data_version = desk.warehouse.data_version.clone();
    Ok(AgenciesAnswer { period: period.to_string(), data_version, rows })
}
