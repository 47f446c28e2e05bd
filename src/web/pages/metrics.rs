//! Chỉ tiêu: every metric over everything the office holds.

use std::sync::Arc;

use askama::Template;
use axum::routing::MethodRouter;

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            page_context::{PageContext, page_route},
        },
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

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(metrics_view)
}

fn metrics_view(context: &PageContext) -> Result<MetricsPage, WebError> {
    let all: Vec<&Metric> = context.catalog.metrics.iter().collect();
    Ok(MetricsPage {
        frame: context.page_layout("metrics")?,
        tiles: MetricTile::of_metrics(context, &all)?,
    })
}
