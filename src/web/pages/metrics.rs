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
    parts::{
        frame::PageLayout,
        tile::{MetricTile, take_common_change},
    },
};
use crate::catalog::metric::Metric;

#[derive(Template)]
#[template(path = "metrics.html")]
struct MetricsPage {
    frame: PageLayout,
    /// Headings, and what stands under each.
    groups: Vec<(String, Vec<MetricTile>)>,
    /// What every line says of the period before.
    change: Option<String>,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(metrics_view)
}

fn metrics_view(context: &PageContext) -> Result<MetricsPage, WebError> {
    // All are asked for at once, then shared out again.
    let listed = context.catalog.listed_metrics();
    let all: Vec<&Metric> =
        listed.iter().flat_map(|(_, metrics)| metrics.iter().copied()).collect();
    let mut tiles = MetricTile::of_metrics(context, &all)?.into_iter();
    let mut group = |(name, metrics): (String, Vec<&Metric>)| {
        (name, tiles.by_ref().take(metrics.len()).collect())
    };
    let mut groups: Vec<(String, Vec<MetricTile>)> = listed.into_iter().map(&mut group).collect();
    let change = take_common_change(groups.iter_mut().flat_map(|(_, tiles)| tiles));
    Ok(MetricsPage { frame: context.page_layout("metrics")?, groups, change })
}
