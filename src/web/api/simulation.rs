//! Where an agency would stand in the published table if its dossiers at hand are done.

use axum::{extract::Path, response::Response};

use super::{
    answer::TableAnswer,
    problem::{ApiProblem, ApiRefusal},
    question::{ApiQuestion, required_period},
    schema::{AgencyCodeText, PeriodId},
};
use crate::{
    view::answers::{SimulationAnswer, SimulationBody, SimulationRow},
    web::{
        http::{error::WebError, page_context::PageContext},
        pages::simulation::{SimulatedAgency, read_changes, try_changes},
    },
};

/// Dossiers of each lever; more than any office has at hand.
const MOST_DOSSIERS: u64 = 100_000;

impl TableAnswer for SimulationAnswer {
    type Row = SimulationRow;

    const COLUMNS: &[&str] = &[
        "lever",
        "standing",
        "dossier_code",
        "agency_code",
        "procedure_name",
        "status",
        "received_at",
        "due_at",
        "lost_on",
    ];

    fn rows(&self) -> &[SimulationRow] {
        &self.rows
    }
}

/// Where an agency would stand in the published table if its dossiers at hand are done
#[utoipa::path(
    get, path = "/api/v1/scorecards/{id}/simulation", tag = "scorecards",
    params(
        ("id" = String, Path, description = "Id of the scorecard", example = "766"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("agency" = AgencyCodeText, Query, description = "The agency simulated; that of the card where it is about one"),
        ("lever" = Option<String>, Query, description = "Only the dossiers of this lever, such as `progress_766`; `change.LEVER=N` tries the score with so many of its dossiers done"),
    ),
    responses(
        (status = 200, body = SimulationAnswer),
        ApiRefusal,
    )
)]
pub async fn one(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    let name = format!("simulation-{id}");
    question.answer(&name, move |context| simulate_card(context, &id)).await
}

fn simulate_card(context: &PageContext, id: &str) -> Result<SimulationAnswer, WebError> {
    let period = required_period(context)?;
    let card = context.catalog.find_scorecard(id, period.end())?;
    let found = SimulatedAgency::find(context, card)?;
    let found = found.ok_or_else(|| WebError::NotFound { what: "agency".into() })?;
    let asked = found.request(context, card);
    let lever = context.query.get_option("lever");
    if let Some(lever) = lever.filter(|lever| !asked.lever_ids().contains(lever)) {
        return Err(WebError::BadRequest { problem: format!("lever={lever}") });
    }
    let simulation = asked.find_table()?.map(|table| asked.simulate_score(table)).transpose()?;
    let changes = read_changes(context.query)?;
    let body = match &simulation {
        Some(simulation) => {
            Some(SimulationBody::new(simulation, try_changes(simulation, &changes)?))
        }
        None => None,
    };
    let listed = asked.list_at_hand(lever, MOST_DOSSIERS)?;
    let rows = listed
        .into_iter()
        .flat_map(|(lever, rows)| rows.into_iter().map(|row| SimulationRow::new(&lever.id, row)));
    Ok(SimulationAnswer::new(&asked, &found.agency.name, body, rows.collect()))
}
