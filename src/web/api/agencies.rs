//! Who counts in any number.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::TableAnswer,
    problem::{ApiProblem, ApiRefusal},
    question::ApiQuestion,
    schema::{LevelName, PeriodId},
};
use crate::web::http::{error::WebError, page_context::PageContext};

/// Lists the agencies with numbers in one period, for the API.
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

impl TableAnswer for AgenciesAnswer {
    type Row = AgencyRow;

    const COLUMNS: &[&str] = &["agency_code", "agency_name", "level", "parent_code"];

    fn rows(&self) -> &[AgencyRow] {
        &self.rows
    }
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
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("agencies", find_agencies).await
}

fn find_agencies(context: &PageContext) -> Result<AgenciesAnswer, WebError> {
    let period = context.view.period;
    context.query.parse_level(context.catalog)?;
    let level = context.query.get_option("level").filter(|level| *level != "all");
    let mut rows = Vec::new();
    for (code, _) in context.warehouse.agencies.list_with_numbers(period) {
        let Some(agency) = context.warehouse.agencies.at(&code, period) else {
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
    let data_version = context.warehouse.data_version.clone();
    Ok(AgenciesAnswer { period: period.to_string(), data_version, rows })
}
