//! Where the time of dossiers goes, step by step.

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
    warehouse::query::{HandlingAsked, StepTimes, StepWait},
    web::http::{error::WebError, page_context::PageContext},
};

/// Tells how long the steps took that ended in a period, by the office and the state each brought a dossier to, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandlingStepsAnswer {
    pub data_version: String,
    /// Whether dossiers are not known to the end of the period, or not from its beginning: steps are told by messages, which may be of other
    /// days.
    pub is_unfinished: bool,
    pub misses_beginning: bool,
    /// What took most of the time first; none where no message tells a step.
    pub rows: Vec<HandlingStepRow>,
    /// How long citizens were waited for; null where none was.
    pub waiting: Option<StepWaitRow>,
    /// Steps of dossiers that no export tells of, which no row counts; 0 of one agency alone.
    pub unknown_steps: i64,
}

/// Tells how long the steps took that one office brought to one end. Minutes go on outside of office hours.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandlingStepRow {
    /// The office as its system calls it; null where the message does not say.
    pub office: Option<String>,
    /// The state it brought the dossier to.
    pub status: String,
    pub steps: i64,
    /// Those of them of which it is known how long they took.
    pub timed_steps: i64,
    /// The least number of minutes within which half of the timed ones were done; null where none is timed.
    pub median_minutes: Option<i64>,
    /// The least number of minutes within which nine in ten were done.
    pub ninetieth_minutes: Option<i64>,
    pub longest_minutes: Option<i64>,
    /// Of all timed ones together.
    pub total_minutes: i64,
    /// Steps that were due by a time, and those of them that ended after it.
    pub due_steps: i64,
    pub overdue_steps: i64,
}

/// Tells how often citizens were asked for something and came back, and how many minutes that took.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepWaitRow {
    pub times: i64,
    pub median_minutes: i64,
    pub ninetieth_minutes: i64,
    pub longest_minutes: i64,
    pub total_minutes: i64,
}

impl TableAnswer for HandlingStepsAnswer {
    type Row = HandlingStepRow;

    const COLUMNS: &[&str] = &[
        "office",
        "status",
        "steps",
        "timed_steps",
        "median_minutes",
        "ninetieth_minutes",
        "longest_minutes",
        "total_minutes",
        "due_steps",
        "overdue_steps",
    ];

    fn rows(&self) -> &[HandlingStepRow] {
        &self.rows
    }
}

/// How long the steps of the handling took, by office
#[utoipa::path(
    get, path = "/api/v1/handling-steps", tag = "metrics",
    params(
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("agency" = Option<String>, Query, description = "Of this agency and those below it", example = "06283"),
    ),
    responses(
        (status = 200, body = HandlingStepsAnswer),
        ApiRefusal,
    )
)]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("handling-steps", read_steps).await
}

fn read_steps(context: &PageContext) -> Result<HandlingStepsAnswer, WebError> {
    let period = required_period(context)?;
    let agency = context.query.find_agency(context.warehouse, period)?;
    let metric = context.handling_metric()?;
    let code = agency.as_ref().map(|agency| agency.code.as_str());
    let asked = HandlingAsked { metric, period, agency: code };
    let found = context.warehouse.dossiers.read_handling_steps(&asked)?;
    let part = context.warehouse.metrics.known_part_of_dossiers(period);
    Ok(HandlingStepsAnswer {
        data_version: context.warehouse.data_version.clone(),
        is_unfinished: part.until.is_some(),
        misses_beginning: part.from.is_some(),
        rows: found.steps.into_iter().map(HandlingStepRow::from).collect(),
        waiting: found.waiting.map(StepWaitRow::from),
        unknown_steps: found.unknown_steps,
    })
}

impl From<StepTimes> for HandlingStepRow {
    fn from(step: StepTimes) -> Self {
        Self {
            office: step.office,
            status: step.status,
            steps: step.steps,
            timed_steps: step.minutes.map_or(0, |minutes| minutes.counted),
            median_minutes: step.minutes.map(|minutes| minutes.median),
            ninetieth_minutes: step.minutes.map(|minutes| minutes.ninetieth),
            longest_minutes: step.minutes.map(|minutes| minutes.longest),
            total_minutes: step.total_minutes,
            due_steps: step.due,
            overdue_steps: step.overdue,
        }
    }
}

impl From<StepWait> for StepWaitRow {
    fn from(wait: StepWait) -> Self {
        Self {
            times: wait.minutes.counted,
            median_minutes: wait.minutes.median,
            ninetieth_minutes: wait.minutes.ninetieth,
            longest_minutes: wait.minutes.longest,
            total_minutes: wait.total_minutes,
        }
    }
}
