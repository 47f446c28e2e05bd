//! Chỉ tiêu: every metric over everything the office holds.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Html};

use super::{
    super::{
        Site,
        http::{desk::Desk, error::WebError, query::Query},
    },
    parts::{frame::Frame, tile::Tile},
};
use crate::catalog::metric::Metric;

#[derive(Template)]
#[template(path = "metrics.html")]
struct Metrics {
    frame: Frame,
    tiles: Vec<Tile>,
}

pub async fn page(State(site): State<Arc<Site>>, query: Query) -> Result<Html<String>, WebError> {
    site.page(query, metrics).await
}

fn metrics(desk: &Desk) -> Result<Metrics, WebError> {
    let all: Vec<&Metric> = desk.catalog.metrics.iter().collect();
    Ok(Metrics { frame: desk.frame("metrics")?, tiles: Tile::of_metrics(desk, &all)? })
}
