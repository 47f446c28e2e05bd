//! What the metrics are.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{TableAnswer, json_response},
    problem::{ApiProblem, ApiRefusal},
    question::ApiQuestion,
};
use crate::{
    catalog::metric::Metric,
    domain::measure::BetterDirection,
    warehouse::query::{ActiveTarget, DatedLimit},
    web::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// Lists the definitions of all metrics, for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricsAnswer {
    pub rows: Vec<MetricRow>,
}

/// A metric's definition, in the words of the office.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricRow {
    pub id: String,
    pub name: String,
    pub short_name: String,
    /// `percent`, `ratio`, `dossiers`, `agencies`, `days` or `points`.
    pub unit: &'static str,
    /// `higher` or `lower`.
    pub better: &'static str,
    pub numerator: String,
    /// Null for a count.
    pub denominator: Option<String>,
    /// `date` or `timestamp`.
    pub rule: &'static str,
    pub rule_name: String,
    pub statuses: String,
    /// The law as it was in the period asked for.
    pub source: String,
    pub targets: Vec<TargetRow>,
}

/// Holds one target of a metric, with the days it is in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetRow {
    /// `floor`: not to fall under; `goal`: to reach.
    pub kind: &'static str,
    pub value: String,
    pub agency_code: Option<String>,
    pub level: Option<String>,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub source: String,
}

impl TableAnswer for MetricsAnswer {
    type Row = MetricRow;

    const COLUMNS: &[&str] = &[
        "id",
        "name",
        "short_name",
        "unit",
        "better",
        "numerator",
        "denominator",
        "rule",
        "statuses",
        "source",
    ];

    fn rows(&self) -> &[MetricRow] {
        &self.rows
    }
}

/// Every metric and its definition
#[utoipa::path(get, path = "/api/v1/metrics", tag = "metrics", responses((status = 200, body = MetricsAnswer), ApiRefusal))]
pub async fn list(question: ApiQuestion) -> Result<Response, ApiProblem> {
    question.answer("metrics", list_metrics).await
}

fn list_metrics(context: &PageContext) -> Result<MetricsAnswer, WebError> {
    let rows = context.catalog.metrics.iter().map(|metric| metric_row(context, metric));
    Ok(MetricsAnswer { rows: rows.collect::<Result<_, _>>()? })
}

/// One metric's definition
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}", tag = "metrics",
    params(("id" = String, Path, description = "Id of the metric", example = "on_time_rate")),
    responses(
        (status = 200, body = MetricRow),
        ApiRefusal,
    )
)]
pub async fn one(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Response, ApiProblem> {
    json_response(
        &site
            .run_query(query, move |context| metric_row(context, context.catalog.find_metric(&id)?))
            .await?,
    )
}

fn metric_row(context: &PageContext, metric: &Metric) -> Result<MetricRow, WebError> {
    let target = |limit: &DatedLimit| {
        let ActiveTarget { is_floor, value, source, .. } = &limit.target;
        let (agency_code, level) = limit.target.bound_agencies();
        TargetRow {
            kind: if *is_floor { "floor" } else { "goal" },
            value: value.to_string(),
            agency_code: agency_code.map(str::to_owned),
            level: level.map(str::to_owned),
            valid_from: limit.from.to_string(),
            valid_to: (limit.to < Date::MAX).then(|| limit.to.to_string()),
            source: source.clone(),
        }
    };
    let period = context.view.period;
    Ok(MetricRow {
        id: metric.id.clone(),
        name: metric.name.clone(),
        short_name: metric.short_name.clone(),
        unit: metric.unit.id(),
        better: match metric.better {
            BetterDirection::Higher => "higher",
            BetterDirection::Lower => "lower",
        },
        numerator: metric.numerator.clone(),
        denominator: metric.denominator.clone(),
        rule: metric.rule.id(),
        rule_name: metric.rule_name.clone(),
        statuses: metric.statuses.clone(),
        source: context.catalog.legal_source(metric, (period.start(), period.end())),
        targets: context.warehouse.metrics.list_limits(&metric.id)?.iter().map(target).collect(),
    })
}
