//! A metric's numbers.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::ResponseFormat,
    problem::{ApiProblem, ApiRefusal},
    schema::{AgencyCodeText, LevelName, LimitText, PartsBy, PeriodId},
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{known::DataGap, period::Period, reason::ReasonCode},
    view::{
        answers::{CompareAnswer, PartRow, SeriesAnswer},
        compared, cuts,
    },
    warehouse::query::{AgencyFilter, BreakdownDimension, MetricAnswer, MetricRequest},
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// Columns of the tables.
const VALUES: [&str; 9] = [
    "agency_code",
    "agency_name",
    "numerator",
    "denominator",
    "value",
    "reason",
    "is_few",
    "is_withheld",
    "verdict",
];
const PARTS: [&str; 8] =
    ["code", "name", "numerator", "denominator", "value", "reason", "gain", "is_withheld"];
const SERIES: [&str; 8] =
    ["period", "start", "end", "numerator", "denominator", "value", "reason", "is_unfinished"];
const COMPARE: [&str; 19] = [
    "agency_code",
    "agency_name",
    "ours.numerator",
    "ours.denominator",
    "ours.value",
    "ours.reason",
    "published.numerator",
    "published.denominator",
    "published.value",
    "published.reason",
    "before.numerator",
    "before.denominator",
    "before.value",
    "before.reason",
    "year_before.numerator",
    "year_before.denominator",
    "year_before.value",
    "year_before.reason",
    "difference",
];

/// A number cut up; what pulls it down most comes first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartsAnswer {
    /// Id of the metric.
    pub metric: String,
    pub name: String,
    /// Id of the period.
    pub period: String,
    /// `date` or `timestamp`.
    pub rule: &'static str,
    pub data_version: String,
    /// Null for all agencies together.
    pub agency: Option<String>,
    pub by: &'static str,
    /// Why there are no rows, where nobody knows: `nothing_known`, `before_first_day`, `after_last_day`.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    pub rows: Vec<PartRow>,
}

/// A metric's value per agency, lowest first
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/values", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("level" = Option<LevelName>, Query, description = "Agencies of this level, or `all`; communes without one"),
        ("agency" = Option<String>, Query, description = "This agency; with a level, those below it"),
        ("below" = Option<LimitText>, Query, description = "Only values strictly below"),
        ("published" = Option<bool>, Query, description = "What the portal published instead of what is computed"),
        ("by" = Option<PartsBy>, Query, description = "What `slice` is a code of"),
        ("slice" = Option<String>, Query, description = "Only the subjects of this procedure, sector, …: a `code` of `parts`"),
    ),
    responses(
        (status = 200, body = MetricAnswer),
        ApiRefusal,
    )
)]
pub async fn values(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let name = id.clone();
    let answer = site
        .run_query(query, move |desk| {
            let metric = desk.catalog.metric(&id)?;
            let period = required_period(desk)?;
            let (published, filter) = (desk.query.flag("published")?, filter(desk, period)?);
            if let Some(slice) = desk.query.get("slice") {
                if published {
                    // A published figure is one number.
                    return Err(WebError::BadRequest { problem: "published".into() });
                }
                let part = (sliced_by(desk, metric)?, slice);
                return Ok(desk.warehouse.breakdowns.answer_of_part(
                    (metric, period),
                    part,
                    &filter,
                )?);
            }
            Ok(desk.warehouse.metrics.answer(
                metric,
                period,
                MetricBasis::from_published_flag(published),
                &filter,
            )?)
        })
        .await?;
    wanted.answer(&name, &answer, (&VALUES, &answer.rows))
}

/// A metric's value by procedure, sector, channel, service level or status
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/parts", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("by" = PartsBy, Query, description = "What the subjects are told apart by"),
        ("agency" = Option<String>, Query, description = "Of this agency and those below it; of all without one"),
    ),
    responses(
        (status = 200, body = PartsAnswer),
        ApiRefusal,
    )
)]
pub async fn parts(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let name = id.clone();
    let answer = site
        .run_query(query, move |desk| {
            let metric = desk.catalog.metric(&id)?;
            let period = required_period(desk)?;
            let by = sliced_by(desk, metric)?;
            let agency = desk.query.agency(desk.warehouse, period)?.map(|agency| agency.code);
            let cuts = cuts(desk.catalog, desk.warehouse, (metric, period), agency.as_deref(), by)?;
            Ok(PartsAnswer {
                metric: metric.id.clone(),
                name: metric.name.clone(),
                period: period.to_string(),
                rule: metric.rule.id(),
                data_version: desk.warehouse.data_version.clone(),
                agency,
                by: by.id(),
                reason: desk.warehouse.metrics.known_span(metric).gap(period).map(DataGap::reason),
                rows: cuts.iter().map(|cut| PartRow::new(metric, cut)).collect(),
            })
        })
        .await?;
    wanted.answer(&name, &answer, (&PARTS, &answer.rows))
}

/// A metric's value of one agency through time
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/series", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "The months of a year, half or quarter; of a month or week, those before it too"),
        ("agency" = AgencyCodeText, Query, description = "Code of the agency"),
        ("published" = Option<bool>, Query, description = "What the portal published instead of what is computed"),
    ),
    responses(
        (status = 200, body = SeriesAnswer),
        ApiRefusal,
    )
)]
pub async fn series(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let name = id.clone();
    let answer = site
        .run_query(query, move |desk| {
            let metric = desk.catalog.metric(&id)?;
            let period = required_period(desk)?;
            let missing = || WebError::BadRequest { problem: "agency".into() };
            let agency = desk.query.agency(desk.warehouse, period)?.ok_or_else(missing)?;
            let basis = MetricBasis::from_published_flag(desk.query.flag("published")?);
            let selection = MetricRequest { metric, period, basis };
            Ok(SeriesAnswer::new(desk.warehouse, &selection, &agency)?)
        })
        .await?;
    wanted.answer(&name, &answer, (&SERIES, &answer.rows))
}

/// Ours, the portal's, the period before and the same period a year before
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/compare", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("level" = Option<LevelName>, Query, description = "Agencies of this level, or `all`; communes without one"),
        ("agency" = Option<String>, Query, description = "This agency; with a level, those below it"),
    ),
    responses(
        (status = 200, body = CompareAnswer),
        ApiRefusal,
    )
)]
pub async fn compare(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    wanted: ResponseFormat,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    let name = id.clone();
    let answer = site
        .run_query(query, move |desk| {
            let metric = desk.catalog.metric(&id)?;
            let period = required_period(desk)?;
            let rows = compared(desk.warehouse, metric, period, &filter(desk, period)?)?;
            Ok(CompareAnswer::new(desk.warehouse, metric, period, &rows))
        })
        .await?;
    wanted.answer(&name, &answer, (&COMPARE, &answer.rows))
}

/// What the subjects of a metric are to be told apart by.
fn sliced_by(desk: &PageContext, metric: &Metric) -> Result<BreakdownDimension, WebError> {
    let asked = desk.query.get("by").unwrap_or_default();
    let by =
        BreakdownDimension::ALL.into_iter().find(|by| by.id() == asked && by.is_of(metric.subject));
    by.ok_or_else(|| WebError::NotFound { what: format!("by={asked}") })
}

/// A machine says which period it means.
pub fn required_period(desk: &PageContext) -> Result<Period, WebError> {
    desk.query.period()?.ok_or(WebError::BadRequest { problem: "period".into() })
}

fn filter(desk: &PageContext, period: Period) -> Result<AgencyFilter, WebError> {
    Ok(AgencyFilter {
        level: desk.query.level(desk.catalog)?,
        agency: desk.query.agency(desk.warehouse, period)?.map(|agency| agency.code),
        below: desk.query.below()?,
    })
}
