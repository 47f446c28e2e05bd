//! Its numbers as tiles.

use super::super::parts::tile::MetricTile;
use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    warehouse::query::AgencyName,
    web::http::{
        error::WebError,
        page_context::{PageContext, PageView},
    },
};

/// The overview's metrics with their way here, and all others that have something to tell.
pub fn agency_tiles(
    context: &PageContext,
    agency: &AgencyName,
) -> Result<(Vec<MetricTile>, Vec<MetricTile>), WebError> {
    let PageView { period, basis, .. } = context.view;
    let headline = context.tiles()?;
    let is_first = |metric: &Metric| headline.iter().any(|first| first.id == metric.id);
    let others = (context.catalog.metrics_by_use())
        .filter(|metric| !basis.is_published() && !is_first(metric));
    let others: Vec<&Metric> = others.collect();
    let now_and_before = vec![period, period.previous_period()];
    let with_steps = [now_and_before.clone(), period.trend_steps()].concat();
    Ok((
        make_tiles(context, agency, &headline, &with_steps)?,
        make_tiles(context, agency, &others, &now_and_before)?,
    ))
}

/// Tiles of those that have something to tell; the first two periods are this one and the one before.
fn make_tiles(
    context: &PageContext,
    agency: &AgencyName,
    metrics: &[&Metric],
    periods: &[Period],
) -> Result<Vec<MetricTile>, WebError> {
    context.warehouse.metrics.prefetch(metrics, periods, context.view.basis)?;
    let mut tiles = Vec::new();
    for metric in metrics {
        tiles.extend(MetricTile::of_agency(context, metric, agency, periods)?);
    }
    Ok(tiles)
}
