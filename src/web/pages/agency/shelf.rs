//! Its numbers as tiles.

use super::super::{
    super::{
        desk::{Desk, View},
        error::WebError,
    },
    tile::{Tile, trend},
};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period},
    warehouse::read::{AgencyName, Selection},
};

/// The overview's metrics with their way here, and all others that have something to tell.
pub fn tiles(desk: &Desk, agency: &AgencyName) -> Result<(Vec<Tile>, Vec<Tile>), WebError> {
    let View { period, published } = desk.view;
    let first = desk.tiles();
    let is_first = |metric: &Metric| first.contains(&metric.id);
    let mut headline = Vec::new();
    for id in first {
        headline.push(desk.catalog.metric(id)?);
    }
    let others = (desk.catalog.metrics.iter()).filter(|metric| !published && !is_first(metric));
    let others: Vec<&Metric> = others.collect();
    let now_and_before = vec![period, period.before()];
    let with_steps = [now_and_before.clone(), period.steps()].concat();
    Ok((
        shelf(desk, agency, &headline, &with_steps)?,
        shelf(desk, agency, &others, &now_and_before)?,
    ))
}

/// Tiles of those that have something to tell; the first two periods are this one and the one before.
fn shelf(
    desk: &Desk,
    agency: &AgencyName,
    metrics: &[&Metric],
    periods: &[Period],
) -> Result<Vec<Tile>, WebError> {
    let View { period, published } = desk.view;
    desk.warehouse.foresee(metrics, periods, published)?;
    let mut tiles = Vec::new();
    for metric in metrics.iter().copied() {
        let selection = Selection { metric, period, published };
        let series = desk.warehouse.series(&selection, &agency.code, periods)?;
        let measures: Vec<Option<Measure>> =
            (series.into_iter()).map(|(_, value)| value.map(|value| value.measure)).collect();
        let Some(now) = measures[0].filter(|now| now.value(metric.unit).is_some()) else {
            continue;
        };
        let nothing = Measure { numerator: 0, denominator: metric.denominator.as_ref().map(|_| 0) };
        let steps: Vec<Measure> =
            (measures[2..].iter()).map(|measure| measure.unwrap_or(nothing)).collect();
        let trend = trend(metric, &steps);
        tiles.push(Tile::new(desk, metric, (now, measures[1]), Some(agency), trend)?);
    }
    Ok(tiles)
}
