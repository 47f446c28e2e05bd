//! Who was urged in a period, and what became of it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    answer::TableAnswer,
    problem::{ApiProblem, ApiRefusal},
    question::ApiQuestion,
    schema::PeriodId,
};
use crate::{
    state::urging::urging_record::UrgingRecord,
    view::dossier::urging::{UrgingEffect, UrgingFollower, UrgingOutcome},
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext},
    },
};

/// Lists the urgings of a period, and sums what became of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgingsAnswer {
    pub data_version: String,
    /// Dossiers urged that were done within seven working days, of all whose seven days are known.
    pub urged_done: u64,
    pub urged: u64,
    /// The same of dossiers overdue on the same days that nobody was urged about.
    pub others_done: u64,
    pub others: u64,
    pub rows: Vec<UrgingRow>,
}

/// Tells of one urging.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgingRow {
    pub urged_on: String,
    /// `agency` or `dossier`.
    pub subject: &'static str,
    pub subject_code: String,
    pub agency_code: String,
    pub agency_name: String,
    /// `letter`, `phone`, `chat`, `mail` or `meeting`.
    pub means: &'static str,
    pub message: String,
    pub note: String,
    /// The user who noted it.
    pub noted_by: Option<String>,
    /// Dossiers overdue then; null where nobody knows.
    pub overdue_dossiers: Option<u64>,
    /// Of these done within three working days, and within seven; null before that is known.
    pub done_after_3: Option<u64>,
    pub done_after_7: Option<u64>,
}

impl TableAnswer for UrgingsAnswer {
    type Row = UrgingRow;

    const COLUMNS: &[&str] = &[
        "urged_on",
        "subject",
        "subject_code",
        "agency_code",
        "agency_name",
        "means",
        "message",
        "note",
        "noted_by",
        "overdue_dossiers",
        "done_after_3",
        "done_after_7",
    ];

    fn rows(&self) -> &[UrgingRow] {
        &self.rows
    }
}

/// Who was urged, and what became of it
#[utoipa::path(
    get, path = "/api/v1/urgings", tag = "urgings",
    params(
        ("period" = Option<PeriodId>, Query, description = "Id of the period in which somebody was urged; the newest year without one"),
        ("excel" = Option<bool>, Query, description = "Of a CSV: as a Vietnamese spreadsheet opens it, with a byte order mark, semicolons and Vietnamese headings"),
    ),
    responses((status = 200, body = UrgingsAnswer), ApiRefusal)
)]
pub async fn list(
    State(site): State<Arc<ServedSite>>,
    question: ApiQuestion,
) -> Result<Response, ApiProblem> {
    let records = site.with_state(|state, _| Ok(state.list_urgings()?)).await?;
    question.answer("urgings", move |context| list_urgings(context, &records)).await
}

fn list_urgings(
    context: &PageContext,
    records: &[UrgingRecord],
) -> Result<UrgingsAnswer, WebError> {
    let period = context.view.period;
    let days = period.start()..=period.end();
    let of_period: Vec<UrgingRecord> =
        records.iter().filter(|record| days.contains(&record.urged_on)).cloned().collect();
    let (mut effect, mut rows) = (UrgingEffect::default(), Vec::new());
    if let Some(metric) = context.catalog.overview.urged_metric() {
        let metric = context.catalog.find_metric(metric)?;
        let mut follower = UrgingFollower::new(context.warehouse, metric, records);
        let outcomes = follower.follow(&of_period)?;
        effect = follower.measure_effect(&outcomes)?;
        rows = outcomes.into_iter().map(|outcome| urging_row(context, outcome)).collect();
    }
    Ok(UrgingsAnswer {
        data_version: context.warehouse.data_version.clone(),
        urged_done: effect.urged.0,
        urged: effect.urged.1,
        others_done: effect.others.0,
        others: effect.others.1,
        rows,
    })
}

fn urging_row(context: &PageContext, outcome: UrgingOutcome) -> UrgingRow {
    let UrgingOutcome { record, dossiers, after: [after_3, after_7] } = outcome;
    let agency = context.warehouse.agencies.at(&record.agency_code, context.view.period);
    UrgingRow {
        urged_on: record.urged_on.to_string(),
        subject: record.subject.id(),
        agency_name: agency.map_or_else(|| record.agency_code.clone(), |agency| agency.name),
        subject_code: record.subject_code,
        agency_code: record.agency_code,
        means: record.channel.id(),
        message: record.message,
        note: record.note,
        noted_by: record.noted_by,
        overdue_dossiers: dossiers,
        done_after_3: after_3.done,
        done_after_7: after_7.done,
    }
}
