//! A metric's numbers.

use axum::{extract::Path, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    problem::{ApiProblem, ApiRefusal},
    question::{ApiQuestion, AskedMetric},
    schema::{AgencyCodeText, LevelName, LimitText, PeriodId},
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{
        known::DataGap,
        period::{Period, PeriodCalendar, PeriodShape},
        reason::ReasonCode,
    },
    view::{
        ComparedParts,
        answers::{
            AnswerRow, CompareAnswer, CompareBody, MetricAnswer, MetricEnvelope, PartRow,
            SeriesAnswer,
        },
        compare_agencies, explain_difference, list_contributions,
    },
    warehouse::query::{AgencyFilter, BreakdownDimension, MetricRequest},
    web::http::{error::WebError, page_context::PageContext},
};

/// A number cut up; what pulls it down most comes first.
type PartsAnswer = MetricEnvelope<PartsBody>;

/// A number cut up; what pulls it down most comes first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartsAnswer)]
pub struct PartsBody {
    /// Null for all agencies together.
    pub agency: Option<String>,
    #[schema(value_type = String)]
    pub by: BreakdownDimension,
    /// Why there are no rows, where nobody knows: `nothing_known`, `before_first_day`, `after_last_day`.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// Whether the period goes on after the last known day, or began before the first one: they are of the days known; left out where it
    /// does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misses_beginning: bool,
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
        ("by" = Option<BreakdownDimension>, Query, description = "What `slice` is a code of"),
        ("slice" = Option<String>, Query, description = "Only the subjects of this procedure, sector, …: a `code` of `parts`"),
    ),
    responses(
        (status = 200, body = MetricAnswer),
        ApiRefusal,
    )
)]
pub async fn values(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer_of_metric(id, find_values).await
}

/// A metric's value by procedure, sector, channel, service level or status
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}/parts", tag = "metrics",
    params(
        ("id" = String, Path, description = "Id of the metric", example = "on_time_rate"),
        ("period" = PeriodId, Query, description = "Id of the period"),
        ("by" = BreakdownDimension, Query, description = "What the subjects are told apart by"),
        ("agency" = Option<String>, Query, description = "Of this agency and those below it; of all without one"),
    ),
    responses(
        (status = 200, body = PartsAnswer),
        ApiRefusal,
    )
)]
pub async fn parts(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer_of_metric(id, find_parts).await
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
pub async fn series(Path(id): Path<String>, question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer_of_metric(id, find_series).await
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
    Path(id): Path<String>,
    question: ApiQuestion,
) -> Result<Response, ApiProblem> {
    question.answer_of_metric(id, find_compared).await
}

fn find_values(context: &PageContext, asked: AskedMetric) -> Result<MetricAnswer, WebError> {
    let AskedMetric { metric, period } = asked;
    let (published, filter) = (context.query.parse_flag("published")?, filter(context, period)?);
    if let Some(slice) = context.query.get_option("slice") {
        if published {
            // A published figure is one number.
            return Err(WebError::BadRequest { problem: "published".into() });
        }
        let part = (sliced_by(context, metric)?, slice);
        let answer = MetricAnswer::of_part(context.warehouse, (metric, period), part, &filter)?;
        let is_nothing =
            |row: &AnswerRow| row.numerator == Some(0) && row.denominator.unwrap_or(0) == 0;
        // Of a part that nobody knows 0 would be a lie.
        if answer.body.rows.iter().all(is_nothing) && !is_known_part(context, metric, part)? {
            return Err(WebError::NotFound { what: format!("slice={slice}") });
        }
        return Ok(answer);
    }
    let basis = MetricBasis::from_published_flag(published);
    let selection = MetricRequest { metric, period, basis };
    let mut answer = MetricAnswer::of_values(context.warehouse, &selection, &filter)?;
    if published {
        // A portal's figures are not ours to lock.
        return Ok(answer);
    }
    answer.body.lock_problem.clone_from(&context.lock.problem);
    Ok(match &context.lock.locked {
        Some(lock) => answer.with_lock(context.warehouse, (metric, period), lock)?,
        None => answer,
    })
}

fn find_parts(context: &PageContext, asked: AskedMetric) -> Result<PartsAnswer, WebError> {
    let AskedMetric { metric, period } = asked;
    let by = sliced_by(context, metric)?;
    let agency = context.query.find_agency(context.warehouse, period)?.map(|agency| agency.code);
    let cuts = list_contributions(
        context.catalog,
        context.warehouse,
        (metric, period),
        agency.as_deref(),
        by,
    )?;
    let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let part = context.warehouse.metrics.known_part(&asked);
    let body = PartsBody {
        agency,
        by,
        reason: context.warehouse.metrics.known_span(metric).find_gap(period).map(DataGap::reason),
        is_unfinished: part.until.is_some(),
        misses_beginning: part.from.is_some(),
        rows: cuts.iter().map(|cut| PartRow::new(metric, cut)).collect(),
    };
    Ok(PartsAnswer::new(metric, period, &context.warehouse.data_version, body))
}

fn find_series(context: &PageContext, asked: AskedMetric) -> Result<SeriesAnswer, WebError> {
    let AskedMetric { metric, period } = asked;
    let missing = || WebError::BadRequest { problem: "agency".into() };
    let agency = context.query.find_agency(context.warehouse, period)?.ok_or_else(missing)?;
    let basis = MetricBasis::from_published_flag(context.query.parse_flag("published")?);
    let selection = MetricRequest { metric, period, basis };
    Ok(SeriesAnswer::of_agency(context.warehouse, &selection, &agency)?)
}

fn find_compared(context: &PageContext, asked: AskedMetric) -> Result<CompareAnswer, WebError> {
    let AskedMetric { metric, period } = asked;
    let rows = compare_agencies(context.warehouse, metric, period, &filter(context, period)?)?;
    let reasons = explain_difference(context.warehouse, (metric, period), &rows)?;
    let parts = ComparedParts::of_period(context.warehouse, metric, period);
    let body = CompareBody::new(context.catalog, metric, (&rows, &reasons), parts);
    Ok(CompareAnswer::new(metric, period, &context.warehouse.data_version, body))
}

/// Whether subjects of a metric are ever told apart by this: a value of the vocabulary, or any there is in any period.
fn is_known_part(
    context: &PageContext,
    metric: &Metric,
    (by, code): (BreakdownDimension, &str),
) -> Result<bool, WebError> {
    if let Some(column) = by.vocabulary() {
        return Ok(context.catalog.vocabulary.coded_values(column).any(|known| known == code));
    }
    let metrics = &context.warehouse.metrics;
    let span = (metrics.find_first_day(metric)?, metrics.known_span(metric).until);
    let (Some(first), Some(last)) = span else { return Ok(false) };
    let shape = PeriodShape::Span(first.min(last), last);
    let all = Period { calendar: PeriodCalendar::Civil, shape };
    let parts = context.warehouse.breakdowns.by_dimension(metric, all, None, by)?;
    Ok(parts.iter().any(|part| part.code.as_deref() == Some(code)))
}

/// Reads what the subjects of a metric are to be told apart by.
fn sliced_by(context: &PageContext, metric: &Metric) -> Result<BreakdownDimension, WebError> {
    let asked = context.query.get_option("by").unwrap_or_default();
    let by = BreakdownDimension::from_id(asked).filter(|by| by.is_of(metric.subject));
    by.ok_or_else(|| WebError::NotFound { what: format!("by={asked}") })
}

fn filter(context: &PageContext, period: Period) -> Result<AgencyFilter, WebError> {
    Ok(AgencyFilter {
        level: context.query.parse_level(context.catalog)?,
        agency: context.query.find_agency(context.warehouse, period)?.map(|agency| agency.code),
        below: context.query.parse_below()?,
    })
}
