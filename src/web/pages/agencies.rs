//! Đơn vị: every agency with the headline metrics.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Html};

use super::{
    super::{
        Site,
        http::{desk::Desk, error::WebError, query::Query},
    },
    parts::frame::Frame,
};
use crate::{
    catalog::metric::Metric,
    domain::name::bare_key,
    warehouse::query::{Filter, Level, Targets, Value},
};

#[derive(Template)]
#[template(path = "agencies.html")]
struct Agencies {
    frame: Frame,
    level: String,
    /// Id, short name and rule.
    metrics: Vec<(String, String, String)>,
    rows: Vec<Row>,
    /// What is looked for in the names.
    sought: String,
    levels: Vec<(String, String, bool)>,
    carried: Vec<(String, String)>,
}

struct Row {
    code: String,
    name: String,
    /// Text, and whether it is under its limit.
    cells: Vec<(String, bool)>,
}

pub async fn page(State(site): State<Arc<Site>>, query: Query) -> Result<Html<String>, WebError> {
    site.page(query, agencies).await
}

fn agencies(desk: &Desk) -> Result<Agencies, WebError> {
    let (page, view) = (&desk.catalog.overview, desk.view);
    let level = (desk.query.level(desk.catalog)?).unwrap_or(Level::Named(page.level.clone()));
    let filter = Filter { level: Some(level.clone()), ..Filter::default() };
    let mut columns: Vec<(&Metric, Targets, HashMap<String, Value>)> = Vec::new();
    let mut order: Vec<(String, String)> = Vec::new();
    for metric in desk.tiles()? {
        let values = (desk.warehouse).listed(metric, view.period, view.published, &filter)?;
        for value in &values {
            if !order.iter().any(|(code, _)| *code == value.agency_code) {
                order.push((value.agency_code.clone(), value.agency_name.clone()));
            }
        }
        let by_code = values.into_iter().map(|value| (value.agency_code.clone(), value));
        let targets = desk.warehouse.targets(metric, view.period.end())?;
        columns.push((metric, targets, by_code.collect()));
    }
    let sought = desk.query.get("q").unwrap_or_default();
    let key = bare_key(sought);
    order.retain(|(code, name)| bare_key(name).contains(&key) || code.contains(sought));
    let row = |(code, name): (String, String)| Row {
        cells: columns.iter().map(|column| cell(desk, column, &code)).collect(),
        code,
        name,
    };
    Ok(Agencies {
        frame: desk.frame("agencies")?,
        level: level_name(desk, &level),
        metrics: columns
            .iter()
            .map(|(metric, ..)| {
                (metric.id.clone(), metric.short_name.clone(), metric.rule_name.clone())
            })
            .collect(),
        sought: sought.to_owned(),
        levels: levels(desk, &level),
        carried: desk.query.others(&["q", "level"]),
        rows: order.into_iter().map(row).collect(),
    })
}

fn cell(
    desk: &Desk,
    (metric, targets, values): &(&Metric, Targets, HashMap<String, Value>),
    code: &str,
) -> (String, bool) {
    let said =
        |value: &Value| (desk.words().ranked(metric, value), targets.verdict(value).is_missed());
    values.get(code).map_or(("–".into(), false), said)
}

fn level_name(desk: &Desk, level: &Level) -> String {
    match level {
        Level::Named(level) => desk.catalog.vocabulary.name("level", level).to_owned(),
        Level::All => desk.words().say("agencies.all", &[]),
    }
}

/// Id, name, and whether it is shown.
fn levels(desk: &Desk, shown: &Level) -> Vec<(String, String, bool)> {
    let named = desk.catalog.vocabulary.values("level").map(|id| (id, Level::Named(id.to_owned())));
    let choice =
        |(id, level): (&str, Level)| (id.to_owned(), level_name(desk, &level), level == *shown);
    named.chain([("all", Level::All)]).map(choice).collect()
}
