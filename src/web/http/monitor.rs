//! The server's own numbers, for a monitor: `/metrics` as Prometheus reads it.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use prometheus_client::{
    encoding::text::encode,
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};

use super::{
    super::ServedSite, backup_gauges, error::WebError, page_context::PageContext,
    query::RequestQuery, telemetry::RouteLabels,
};
use crate::{
    state::StateDatabase,
    warehouse::query::{ConnectorTotal, Warehouse},
};

/// Counts every request by its route.
pub async fn count_request(
    State(site): State<Arc<ServedSite>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let seconds = started.elapsed().as_secs_f64();
    site.telemetry.observe(route, response.status().as_u16(), seconds);
    response
}

/// Answers what a monitor asks.
pub async fn scrape(State(site): State<Arc<ServedSite>>) -> Result<Response, WebError> {
    let mut registry = Registry::with_prefix("motcua");
    site.telemetry.register(&mut registry);
    let ask = |context: &PageContext| Ok(facts(context.warehouse)?);
    let facts = Arc::clone(&site).run_query(RequestQuery::default(), ask).await;
    let is_ready = facts.is_ok();
    let ready = Gauge::<i64>::default();
    ready.set(i64::from(is_ready));
    registry.register("ready", "Whether a warehouse is published", ready);
    for (name, help, family) in facts.into_iter().flatten() {
        registry.register(name, help, family);
    }
    let backups = |state: &StateDatabase, _| Ok(backup_gauges::read_gauges(state)?);
    backup_gauges::register(site.with_state(backups).await?, &mut registry);
    let mut text = String::new();
    encode(&mut text, &registry)
        .map_err(|error| WebError::Internal { cause: error.to_string() })?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

type BuildFact = (&'static str, &'static str, Family<RouteLabels, Gauge>);

/// What the published build holds, and how old it is.
fn facts(warehouse: &Warehouse) -> Result<Vec<BuildFact>, crate::warehouse::WarehouseError> {
    let family = |values: Vec<(RouteLabels, i64)>| {
        let family = Family::<RouteLabels, Gauge>::default();
        for (labels, value) in values {
            family.get_or_create(&labels).set(value);
        }
        family
    };
    let totals = warehouse.provenance.sum_by_connector()?;
    let version = vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("data_version", warehouse.data_version.clone()),
    ];
    let days = |total: &ConnectorTotal| {
        Some((vec![("connector", total.connector.clone())], seconds_of(total.newest_on)))
    };
    let rows = |total: &ConnectorTotal| {
        let counts = [
            ("kept", total.rows_kept),
            ("layout", total.rows_layout),
            ("rejected", total.rows_rejected),
        ];
        counts.map(|(kind, rows)| {
            let labels = vec![("connector", total.connector.clone()), ("kind", kind.to_owned())];
            (labels, i64::try_from(rows).unwrap_or(i64::MAX))
        })
    };
    Ok(vec![
        ("build", "The program and the data it shows", family(vec![(version, 1)])),
        (
            "newest_on_seconds",
            "The newest day any export of a connector shows, as seconds since 1970",
            family(totals.iter().filter_map(days).collect()),
        ),
        (
            "rows",
            "Rows of all exports of a connector",
            family(totals.iter().flat_map(rows).collect()),
        ),
    ])
}

fn seconds_of(day: Date) -> i64 {
    i64::from((day - Date::constant(1970, 1, 1)).get_days()) * 86_400
}
