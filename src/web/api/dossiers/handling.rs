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
    /// Whether the period goes on after the last known day, or began before the first one: what follows is of the days known.
    pub is_unfinished: bool,
    pub misses_beginning: bool,
    pub rows: Vec<HandlingRow>,
    /// Where open dossiers lie, as the row of each that counts tells, whatever the period.
    pub current_steps: Vec<CurrentStepRow>,
    /// Open dossiers of which that row tells no step.
    pub current_unknown: i64,
    /// Who did the steps that ended in the period; null where no step is told.
    pub automation: Option<AutomationRow>,
    /// Of the dossiers done in the period, by the level of proactive service; those without a known level last.
    pub proactive: Vec<ProactiveRow>,
}

/// Tells of the open dossiers that lie at one step. Days are those from the day it began to the last one known.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentStepRow {
    /// Who has them, as their system calls it; null where it does not say.
    pub office: Option<String>,
    pub step: String,
    pub dossiers: i64,
    /// Those of them that wait for the citizen.
    pub waiting_dossiers: i64,
    /// Those of them of which it is known since when.
    pub timed_dossiers: i64,
    /// The least number of days that half of the timed ones do not exceed; null where none is.
    pub median_days: Option<i64>,
    pub longest_days: Option<i64>,
}

/// Tells how many steps a system did by itself; steps of which it is not known are in neither `known_steps` nor `automatic_steps`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationRow {
    pub steps: i64,
    /// Steps of which it is known whether a person did them.
    pub known_steps: i64,
    pub automatic_steps: i64,
    /// Dossiers done in the period, and those of them of which messages tell steps; 0 of a period nobody knows.
    pub dossiers: i64,
    pub dossiers_with_steps: i64,
}

/// Tells how many procedures and dossiers are of one level of proactive service.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProactiveRow {
    /// 1 to 4 by the office's register on the day of receipt; null where it does not say.
    pub level: Option<i64>,
    /// Procedures that dossiers were done of; null where a dossier names none.
    pub procedures: Option<i64>,
    pub dossiers: i64,
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
    let automation = context.warehouse.dossiers.read_step_automation(&asked)?;
    let automation = (automation.steps > 0).then_some(AutomationRow {
        steps: automation.steps,
        known_steps: automation.known,
        automatic_steps: automation.automatic,
        dossiers: automation.dossiers,
        dossiers_with_steps: automation.told_dossiers,
    });
    let current = context.warehouse.dossiers.read_current_steps(code, context.today)?;
    let current_steps = current.steps.into_iter().map(|it| CurrentStepRow {
        office: it.office,
        step: it.name,
        dossiers: it.dossiers,
        waiting_dossiers: it.waiting,
        timed_dossiers: it.days.map_or(0, |days| days.counted),
        median_days: it.days.map(|days| days.median),
        longest_days: it.days.map(|days| days.longest),
    });
    let levels = context.warehouse.dossiers.read_proactive_levels(&asked)?;
    let proactive = levels.into_iter().map(|it| ProactiveRow {
        level: it.level,
        procedures: it.procedures,
        dossiers: it.dossiers,
    });
    let data_version = context.warehouse.data_version.clone();
    let reason = context.warehouse.metrics.known_span(metric).find_gap(period).map(DataGap::reason);
    let part = context.warehouse.metrics.known_part_of_dossiers(period);
    let rows = all.into_iter().chain(each).collect();
    Ok(HandlingAnswer {
        data_version,
        reason,
        is_unfinished: part.until.is_some(),
        misses_beginning: part.from.is_some(),
        rows,
        current_steps: current_steps.collect(),
        current_unknown: current.unknown,
        automation,
        proactive: proactive.collect(),
    })
}
