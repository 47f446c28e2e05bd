//! What the metrics are.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::json,
    problem::{Problem, Refused},
};
use crate::{
    catalog::{Catalog, metric::Metric, target::Target},
    domain::measure::Better,
    web::{Site, error::WebError},
};

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
    pub source: String,
    pub targets: Vec<TargetRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TargetRow {
    /// `floor`: not to fall under; `goal`: to reach.
    pub kind: String,
    pub value: String,
    pub agency_code: Option<String>,
    pub level: Option<String>,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub source: String,
}

/// Every metric and its definition
#[utoipa::path(get, path = "/api/v1/metrics", tag = "metrics", responses((status = 200, body = MetricsAnswer)))]
pub async fn list(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    let mut rows = Vec::new();
    for metric in &site.catalog.metrics {
        rows.push(row(&site.catalog, metric)?);
    }
    json(&MetricsAnswer { rows })
}

/// One metric's definition
#[utoipa::path(
    get, path = "/api/v1/metrics/{id}", tag = "metrics",
    params(("id" = String, Path, description = "Id of the metric", example = "on_time_rate")),
    responses(
        (status = 200, body = MetricRow),
        Refused,
    )
)]
pub async fn one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    json(&row(&site.catalog, site.catalog.metric(&id)?)?)
}

fn row(catalog: &Catalog, metric: &Metric) -> Result<MetricRow, WebError> {
    let target = |target: Target| TargetRow {
        kind: target.kind,
        value: target.value,
        agency_code: target.agency_code,
        level: target.level,
        valid_from: target.valid_from.to_string(),
        valid_to: target.valid_to.map(|day| day.to_string()),
        source: target.source,
    };
    Ok(MetricRow {
        id: metric.id.clone(),
        name: metric.name.clone(),
        short_name: metric.short_name.clone(),
        unit: metric.unit.id(),
        better: match metric.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        },
        numerator: metric.numerator.clone(),
        denominator: metric.denominator.clone(),
        rule: metric.rule.id(),
        rule_name: metric.rule_name.clone(),
        statuses: metric.statuses.clone(),
        source: metric.source.clone(),
        targets: Target::of(&catalog.content, &metric.id)?.into_iter().map(target).collect(),
    })
}
