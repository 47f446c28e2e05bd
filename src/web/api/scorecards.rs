//! Scorecards, filled in.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{ResponseFormat, TableAnswer},
    problem::{ApiProblem, ApiRefusal},
    question::{ApiQuestion, required_period},
    schema::PeriodId,
};
use crate::{
    catalog::scorecard::Scorecard,
    view::{
        ScoreRequest,
        answers::{ScoreAnswer, ScoreRow},
    },
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext},
    },
};

/// Lists every scorecard and every version of it, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScorecardsAnswer {
    pub rows: Vec<ScorecardRow>,
}

/// Describes one version of a scorecard.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScorecardRow {
    /// What it is asked by; versions of a card share it.
    pub id: String,
    pub name: String,
    pub source: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    /// The one agency it is about.
    pub agency_code: Option<String>,
}

impl TableAnswer for ScorecardsAnswer {
    type Row = ScorecardRow;

    const COLUMNS: &[&str] = &["id", "name", "source", "valid_from", "valid_to", "agency_code"];

    fn rows(&self) -> &[ScorecardRow] {
        &self.rows
    }
}

impl TableAnswer for ScoreAnswer {
    type Row = ScoreRow;

    const COLUMNS: &[&str] = &[
        "id",
        "group",
        "name",
        "max",
        "points",
        "lost",
        "origin",
        "computed_numerator",
        "computed_denominator",
        "published_numerator",
        "published_denominator",
        "published_score",
        "target",
        "rule",
    ];

    fn rows(&self) -> &[ScoreRow] {
        &self.rows
    }
}

/// Every scorecard and every version of it
#[utoipa::path(get, path = "/api/v1/scorecards", tag = "scorecards", responses((status = 200, body = ScorecardsAnswer), ApiRefusal))]
pub async fn list(
    State(site): State<Arc<ServedSite>>,
    wanted: ResponseFormat,
) -> Result<Response, ApiProblem> {
    let row = |card: &Scorecard| ScorecardRow {
        id: card.asked_as().to_owned(),
        name: card.name.clone(),
        source: card.source.clone(),
        valid_from: card.valid_from.to_string(),
        valid_to: card.valid_to.map(|day| day.to_string()),
        agency_code: card.agency.clone(),
    };
    let answer = ScorecardsAnswer { rows: site.catalog.scorecards.iter().map(row).collect() };
    wanted.respond("scorecards", &answer, (&site.catalog, &site.export_mark()))
}

/// A scorecard filled in for one agency
#[utoipa::path(
    get, path = "/api/v1/scorecards/{id}", tag = "scorecards",
    params(
        ("id" = String, Path, description = "Id of the scorecard", example = "cchc_van_quan_2023"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("agency" = Option<String>, Query, description = "The agency scored; left out where the card is about one", example = "H44"),
    ),
    responses(
        (status = 200, body = ScoreAnswer),
        ApiRefusal,
    )
)]
pub async fn one(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    let id = ResponseFormat::strip_format(&id).to_owned();
    let name = id.clone();
    question.answer(&name, move |context| fill_scorecard(context, &id)).await
}

fn fill_scorecard(context: &PageContext, id: &str) -> Result<ScoreAnswer, WebError> {
    let period = required_period(context)?;
    let card = context.catalog.find_scorecard(id, period.end())?;
    let asked = match &card.agency {
        Some(own) => context.warehouse.agencies.at(own, period),
        None => context.query.find_agency(context.warehouse, period)?,
    };
    let agency = asked.ok_or_else(|| WebError::NotFound { what: "agency".into() })?;
    let asked = ScoreRequest {
        catalog: context.catalog,
        warehouse: context.warehouse,
        card,
        period,
        agency: &agency.code,
    };
    Ok(ScoreAnswer::new(&asked, &agency.name)?)
}
