//! Đơn vị: every agency with the headline metrics.

use std::{collections::HashMap, sync::Arc};

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
    parts::frame::PageLayout,
};
use crate::{
    catalog::metric::Metric,
    domain::name::bare_key,
    warehouse::query::{ActiveTargets, AgencyFilter, AgencyLevel, AgencyValue},
};

#[derive(Template)]
#[template(path = "agencies.html")]
struct AgenciesPage {
    frame: PageLayout,
    level: String,
    /// Id, short name and rule.
    metrics: Vec<(String, String, String)>,
    rows: Vec<AgencyListRow>,
    /// What is looked for in the names.
    sought: String,
    levels: Vec<(String, String, bool)>,
    carried: Vec<(String, String)>,
}

struct AgencyListRow {
    code: String,
    name: String,
    /// Text, and whether it is under its limit.
    cells: Vec<(String, bool)>,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(agencies_view)
}

fn agencies_view(context: &PageContext) -> Result<AgenciesPage, WebError> {
    let (headline, view) = (&context.catalog.headline, context.view);
    let level = (context.query.parse_level(context.catalog)?)
        .unwrap_or(AgencyLevel::Named(headline.level.clone()));
    let filter = AgencyFilter { level: Some(level.clone()), ..AgencyFilter::default() };
    let mut columns: Vec<(&Metric, ActiveTargets, HashMap<String, AgencyValue>)> = Vec::new();
    let mut order: Vec<(String, String)> = Vec::new();
    for metric in context.tiles()? {
        let values = context.warehouse.metrics.values(&context.metric_request(metric))?;
        let values = filter.select_values(metric, &values);
        for value in &values {
            if !order.iter().any(|(code, _)| *code == value.agency_code) {
                order.push((value.agency_code.clone(), value.agency_name.clone()));
            }
        }
        let by_code = values.into_iter().map(|value| (value.agency_code.clone(), value));
        let targets = context.warehouse.metrics.targets(metric, view.period.end())?;
        columns.push((metric, targets, by_code.collect()));
    }
    let sought = context.query.get_option("q").unwrap_or_default();
    let key = bare_key(sought);
    order.retain(|(code, name)| bare_key(name).contains(&key) || code.contains(sought));
    let row = |(code, name): (String, String)| AgencyListRow {
        cells: columns.iter().map(|column| metric_cell(context, column, &code)).collect(),
        code,
        name,
    };
    Ok(AgenciesPage {
        frame: context.page_layout("agencies")?,
        level: level_name(context, &level),
        metrics: columns
            .iter()
            .map(|(metric, ..)| {
                (metric.id.clone(), metric.short_name.clone(), metric.rule_name.clone())
            })
            .collect(),
        sought: sought.to_owned(),
        levels: level_choices(context, &level),
        carried: context.query.form_fields(&["q", "level"]),
        rows: order.into_iter().map(row).collect(),
    })
}

fn metric_cell(
    context: &PageContext,
    (metric, targets, values): &(&Metric, ActiveTargets, HashMap<String, AgencyValue>),
    code: &str,
) -> (String, bool) {
    let said = |value: &AgencyValue| {
        (context.words().ranked_value(metric, value), targets.judge_value(value).is_missed())
    };
    values.get(code).map_or(("–".into(), false), said)
}

fn level_name(context: &PageContext, level: &AgencyLevel) -> String {
    match level {
        AgencyLevel::Named(level) => {
            context.catalog.vocabulary.display_name("level", level).to_owned()
        }
        AgencyLevel::All => context.words().fill_phrase("agencies.all", &[]),
    }
}

/// Id, name, and whether it is shown.
fn level_choices(context: &PageContext, shown: &AgencyLevel) -> Vec<(String, String, bool)> {
    let named = context
        .catalog
        .vocabulary
        .coded_values("level")
        .map(|id| (id, AgencyLevel::Named(id.to_owned())));
    let choice = |(id, level): (&str, AgencyLevel)| {
        (id.to_owned(), level_name(context, &level), level == *shown)
    };
    named.chain([("all", AgencyLevel::All)]).map(choice).collect()
}
