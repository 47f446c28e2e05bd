//! How long dossiers took, by procedure.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    answer::TableAnswer,
    problem::{ApiProblem, ApiRefusal},
    question::{ApiQuestion, required_period},
    schema::PeriodId,
};
use crate::{
    domain::{known::DataGap, reason::ReasonCode},
    warehouse::query::{DurationSpread, HandlingAsked},
    web::http::{error::WebError, page_context::PageContext},
};

/// Tells how many days dossiers took, of all that were done in a period first and then of each procedure, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandlingAnswer {
    pub data_version: String,
    /// Why there are no rows where nobody knows anything of the period; null where something is known.
    #[schema(value_type = Option<String>)]
    pub reason: Option<ReasonCode>,
    pub rows: Vec<HandlingRow>,
}

/// Tells how many days the dossiers of one procedure took; days from receipt to the end.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandlingRow {
    /// Its name where no dossier tells a code; null of all together, and of dossiers that say neither.
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    /// Whether the row is of all procedures together.
    pub is_all: bool,
    pub dossiers: i64,
    /// The least number of days within which half of them were done.
    pub median_days: i64,
    /// The least number of days within which nine in ten were done.
    pub ninetieth_days: i64,
    pub longest_days: i64,
}

impl TableAnswer for HandlingAnswer {
    type Row = HandlingRow;

    const COLUMNS: &[&str] = &[
        "procedure_code",
        "procedure_name",
        "is_all",
        "dossiers",
        "median_days",
        "ninetieth_days",
        "longest_days",
    ];

    fn rows(&self) -> &[HandlingRow] {
        &self.rows
    }
}

/// How many days dossiers took, by procedure
#[utoipa::path(
    get, path = "/api/v1/handling-times", tag = "metrics",
    params(
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("agency" = Option<String>, Query, description = "Of this agency and those below it", example = "06283"),
    ),
    responses(
        (status = 200, body = HandlingAnswer),
        ApiRefusal,
    )
)]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("handling-times", read_times).await
}

fn read_times(context: &PageContext) -> Result<HandlingAnswer, WebError> {
    let period = required_period(context)?;
    let agency = context.query.find_agency(context.warehouse, period)?;
    let metric = context.handling_metric()?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    let asked = HandlingAsked { metric, period, agency: code };
    let times = context.warehouse.dossiers.read_dossier_times(&asked)?;
    let row = |is_all, (procedure_code, procedure_name), days: DurationSpread| HandlingRow {
        procedure_code,
        procedure_name,
        is_all,
        dossiers: days.counted,
        median_days: days.median,
        ninetieth_days: days.ninetieth,
        longest_days: days.longest,
    };
    let all = times.all.map(|days| row(true, (None, None), days));
    let each = times.procedures.into_iter().map(|it| row(false, (it.code, it.name), it.days));
    let data_version = context.warehouse.data_version.clone();
    let reason = context.warehouse.metrics.known_span(metric).find_gap(period).map(DataGap::reason);
    Ok(HandlingAnswer { data_version, reason, rows: all.into_iter().chain(each).collect() })
}
