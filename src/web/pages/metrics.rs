//! Chỉ tiêu: every metric over everything the office holds.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Html};

use super::{
    super::{
        ServedSite,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
    parts::{frame::PageLayout, tile::MetricTile},
};
use crate::catalog::metric::Metric;

#[derive(Template)]
#[template(path = "metrics.html")]
struct MetricsPage {
    frame: PageLayout,
    tiles: Vec<MetricTile>,
}

pub async fn page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.page(query, metrics).await
}

fn metrics(desk: &PageContext) -> Result<MetricsPage, WebError> {
    let all: Vec<&Metric> = desk.catalog.metrics.iter().collect();
    Ok(MetricsPage { frame: desk.frame("metrics")?, tiles: MetricTile::of_metrics(desk, &all)? })
}
