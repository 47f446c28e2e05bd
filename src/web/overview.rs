//! Tổng quan: how many are under the floor, and which.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query as Params, State},
    response::Html,
};

use super::{
    Site,
    error::WebError,
    query::{Query, View},
    tile::{Tile, total},
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{decimal::thousands, measure::Measure},
    view::{Kind, Picture, Wording},
    warehouse::read::{Filter, Level, Target, Value, Warehouse},
};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    view: View,
    period: String,
    /// Where the same page shows the other kind of numbers.
    other: Option<String>,
    below: usize,
    judged: usize,
    level: String,
    metric: String,
    rule: String,
    floor: Option<String>,
    /// Of a hundred, for the line in the bars.
    floor_at: Option<String>,
    tiles: Vec<Tile>,
    rows: Vec<Row>,
    chart: String,
    chart_address: String,
    freshness: Vec<String>,
    data_version: String,
}

/// One agency under the floor.
struct Row {
    code: String,
    name: String,
    value: String,
    /// Not ranked.
    is_few: bool,
    /// Of a hundred, for the bar.
    share: String,
    numerator: String,
    denominator: String,
    missed: String,
    needed: String,
}

pub async fn page(
    State(site): State<Arc<Site>>,
    Params(query): Params<Query>,
) -> Result<Html<String>, WebError> {
    let page = site
        .ask(move |catalog, warehouse| {
            overview(catalog, warehouse, query.view(catalog, warehouse)?)
        })
        .await?;
    Ok(Html(page.render()?))
}

fn overview(catalog: &Catalog, warehouse: &Warehouse, view: View) -> Result<Overview, WebError> {
    let words = Wording::new(catalog);
    let page = &catalog.overview;
    let metric =
        catalog.metric(if view.published { &page.published_ranking } else { &page.ranking })?;
    let targets = warehouse.targets(&metric.id, view.period.end())?;
    let target = targets.of_level(&page.level).cloned();
    let filter = Filter { level: Some(Level::Named(page.level.clone())), ..Filter::default() };
    let values = warehouse.listed(metric, view.period, view.published, &filter)?;
    let judged = values.iter().filter(|value| value.measure.value(metric.unit).is_some()).count();
    let is_below = |value: &&Value| {
        (targets.of_value(value))
            .is_some_and(|target| target.value.is_above(value.measure, metric.unit))
    };
    let rows: Vec<Row> = values
        .iter()
        .filter(is_below)
        .map(|value| row(words, metric, targets.of_value(value), value))
        .collect();
    let picture = Picture {
        catalog,
        warehouse,
        metric,
        period: view.period,
        published: view.published,
        agency: None,
        kind: Kind::Bar,
    };
    Ok(Overview {
        view,
        period: words.period(view.period),
        other: other(catalog, warehouse, view)?,
        below: rows.len(),
        judged,
        level: words.level(&page.level).to_owned(),
        metric: metric.name.clone(),
        rule: metric.rule_name.clone(),
        floor: target.as_ref().map(|target| format!("{}%", target.value.vietnamese())),
        floor_at: target.as_ref().map(|target| target.value.to_string()),
        tiles: tiles(catalog, warehouse, view, (judged - rows.len(), judged))?,
        rows,
        chart: picture.svg()?,
        chart_address: format!("/charts/{}.png{}", metric.id, view.query()),
        freshness: freshness(catalog, warehouse, view.published)?,
        data_version: warehouse.data_version.clone(),
    })
}

/// The page's metrics, and how many agencies (of how many) reach the floor.
fn tiles(
    catalog: &Catalog,
    warehouse: &Warehouse,
    view: View,
    (reached, judged): (usize, usize),
) -> Result<Vec<Tile>, WebError> {
    let published = vec![catalog.overview.published_ranking.clone()];
    let ids = if view.published { &published } else { &catalog.overview.tiles };
    let mut tiles = Vec::new();
    for id in ids {
        let metric = catalog.metric(id)?;
        let (now, before) = (view, View { period: view.period.before(), ..view });
        let measures = (total(warehouse, metric, now)?, Some(total(warehouse, metric, before)?));
        tiles.push(Tile::new(catalog, warehouse, metric, measures, view.period, None)?);
    }
    if view.published {
        tiles.push(Tile::of_agencies(catalog, reached, judged));
    }
    Ok(tiles)
}

fn row(words: Wording, metric: &Metric, target: Option<&Target>, value: &Value) -> Row {
    let Measure { numerator, denominator } = value.measure;
    let share = value
        .measure
        .value(metric.unit)
        .map_or(0.0, crate::domain::decimal::Hundredths::approximate);
    let needed = target.and_then(|target| target.value.needed(value.measure));
    Row {
        code: value.agency_code.clone(),
        name: value.agency_name.clone(),
        value: words.ranked(metric, value),
        is_few: value.is_few,
        share: format!("{share:.2}"),
        numerator: thousands(numerator),
        denominator: denominator.map_or(String::new(), thousands),
        missed: denominator.map_or(String::new(), |denominator| thousands(denominator - numerator)),
        needed: needed.map_or("–".into(), thousands),
    }
}

/// The other kind of numbers, where there are any.
fn other(catalog: &Catalog, warehouse: &Warehouse, view: View) -> Result<Option<String>, WebError> {
    if view.published {
        return Ok(warehouse.newest_on.map(|_| "/".to_owned()));
    }
    let newest = warehouse.published_periods(&catalog.overview.published_ranking)?.first().copied();
    Ok(newest.map(|period| format!("/{}", View { period, published: true }.query())))
}

/// "Sổ theo dõi hồ sơ: 31/12/2023, 2.418 hồ sơ", newest first.
fn freshness(
    catalog: &Catalog,
    warehouse: &Warehouse,
    published: bool,
) -> Result<Vec<String>, WebError> {
    let sources = warehouse.sources()?;
    let shown = sources.iter().filter(|source| (source.yields == "figure") == published);
    Ok(shown
        .map(|source| {
            let name = catalog
                .connector(&source.connector)
                .map_or(source.connector.as_str(), |connector| &connector.name);
            let day: Vec<&str> = source.snapshot_on.split('-').rev().collect();
            let rows = thousands(i64::try_from(source.rows_kept).unwrap_or(i64::MAX));
            format!("{name}: {}, {rows}", day.join("/"))
        })
        .collect())
}
