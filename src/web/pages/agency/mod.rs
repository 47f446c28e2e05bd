//! Đơn vị: one agency, its numbers, its place among its like, and the dossiers that pull it down.

mod beside;
mod shelf;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};

use self::{
    beside::{
        TopCause, check_findings, describe_forecast, describe_rank, top_causes, watched_heading,
        watched_metrics,
    },
    shelf::agency_tiles,
};
use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            page_context::{PageContext, PageView, render_page},
            query::RequestQuery,
        },
    },
    parts::{
        dossier_line::DossierLine,
        frame::PageLayout,
        tile::{MetricTile, take_common_change},
    },
};
use crate::{
    catalog::metric::Metric,
    domain::decimal::format_unsigned,
    domain::vietnamese_date::format_day,
    view::{ChartKind, PageChart},
    warehouse::query::{
        AgencyLineage, AgencyName, AgencyPredecessor, MetricRequest, RowOrder, RowsAsked,
    },
};

/// Dossiers of a list on the page; the page of dossiers lists them all.
const LISTED: u64 = 20;

#[derive(Template)]
#[template(path = "agency.html")]
struct AgencyPage {
    frame: PageLayout,
    name: String,
    code: String,
    /// Above it, if there is one.
    parent: Option<AgencyName>,
    /// What the agency is made of, and what of that cannot be carried over.
    succession: Vec<String>,
    /// "Hạng 17 trên 17 xã": the best is first.
    place: Option<String>,
    tiles: Vec<MetricTile>,
    /// The metrics the overview does not show.
    others: Vec<MetricTile>,
    /// What each of those says of the period before.
    change: Option<String>,
    chart: Option<PageChart>,
    /// Early, on time and overdue.
    stack: Option<PageChart>,
    metric: String,
    metric_id: String,
    rule: String,
    /// Where the period is going.
    outlook: Vec<String>,
    procedures: Vec<TopCause>,
    rows: Vec<DossierLine>,
    failing: String,
    all_failing: String,
    /// "Cần xem tuần này", or of which day it is.
    watched_on: String,
    watched: Vec<(String, String, String)>,
    lists: Vec<ListPart>,
    /// Checks that found something here: name, how often, and where it is listed.
    found: Vec<(String, String, String)>,
}

/// The beginning of a list of dossiers of the content.
struct ListPart {
    id: String,
    name: String,
    total: String,
    rows: Vec<DossierLine>,
    /// Where the whole of it is.
    all: String,
}

/// Shows the page of one agency; not found where nobody has the code in the period.
pub async fn agency_page(
    State(site): State<Arc<ServedSite>>,
    Path(code): Path<String>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, move |context| render_page(&agency_view(context, &code)?)).await
}

fn agency_view(context: &PageContext, code: &str) -> Result<AgencyPage, WebError> {
    let view = context.view;
    let Some(agency) = context.warehouse.agencies.at(code, view.period) else {
        return Err(WebError::NotFound { what: code.to_owned() });
    };
    let metric = context.ranking()?;
    let (tiles, mut others) = agency_tiles(context, &agency)?;
    let lineage = context.warehouse.agencies.find_lineage(&agency.code, view.period.end());
    let parent = match &agency.parent_code {
        Some(parent) => context.warehouse.agencies.at(parent, view.period),
        None => None,
    };
    let address = |change: (&str, &str)| {
        let path = RequestQuery::default().with_path("/dossiers");
        let period = view.period.to_string();
        path.address_with(&[
            ("period", Some(&period)),
            ("agency", Some(&agency.code)),
            (change.0, Some(change.1)),
        ])
    };
    let mut page = AgencyPage {
        frame: context.page_layout("agencies")?,
        parent,
        succession: [
            partial_note(context, metric, &agency)?,
            describe_succession(context, lineage),
        ]
        .concat(),
        place: describe_rank(context, metric, &agency)?,
        tiles,
        change: take_common_change(others.iter_mut()),
        others,
        chart: None,
        stack: None,
        metric: metric.name.clone(),
        metric_id: metric.id.clone(),
        rule: metric.rule_name.clone(),
        outlook: Vec::new(),
        procedures: Vec::new(),
        rows: Vec::new(),
        failing: String::new(),
        all_failing: address(("metric", &metric.id)),
        watched_on: watched_heading(context),
        watched: Vec::new(),
        lists: Vec::new(),
        found: Vec::new(),
        name: agency.name.clone(),
        code: agency.code.clone(),
    };
    // A published figure has no dossiers behind it.
    if !view.basis.is_published() {
        page.chart =
            context.picture(metric, Some(&agency.code), ChartKind::Line).draw_for_page()?;
        page.stack =
            context.picture(metric, Some(&agency.code), ChartKind::Parts).draw_for_page()?;
        page.outlook = describe_forecast(context, metric, &agency)?;
        page.procedures = top_causes(context, metric, &agency, &address)?;
        page.watched = watched_metrics(context, &agency, &address)?;
    }
    if !view.basis.is_published() && page.frame.has_rows() {
        let (total, rows) = first_dossiers(context, metric, &agency, true)?;
        page.failing = format_unsigned(total);
        page.rows = rows;
        for list in context.catalog.overview.lists.iter().filter(|list| list.on_agency) {
            let (total, rows) =
                first_dossiers(context, context.metric(&list.metric)?, &agency, list.failing)?;
            page.lists.push(ListPart {
                id: list.id.clone(),
                name: list.name.clone(),
                total: format_unsigned(total),
                rows,
                all: address(("list", &list.id)),
            });
        }
        page.found = check_findings(context, &agency)?;
    }
    Ok(page)
}

/// How many dossiers stand behind a metric, and the first of them.
fn first_dossiers(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
    failing: bool,
) -> Result<(u64, Vec<DossierLine>), WebError> {
    let found = context.warehouse.dossiers.list(&RowsAsked {
        agency: Some(&agency.code),
        failing,
        at_most: LISTED,
        order: RowOrder::WORST_FIRST,
        ..RowsAsked::new(metric, context.view.period)
    })?;
    let line = |row| DossierLine::new(context.catalog, row, String::new());
    Ok((found.total, found.rows.iter().map(line).collect()))
}

/// That not all of its units have data.
fn partial_note(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Vec<String>, WebError> {
    let PageView { period, basis, .. } = context.view;
    let selection = MetricRequest { metric, period, basis };
    let holder = context.warehouse.metrics.find_holder(&selection, Some(&agency.code))?;
    let said = [("agency", &*agency.name), ("count", &*holder.units.to_string())];
    let is_partial = !holder.is_whole && holder.units > 0;
    Ok(is_partial
        .then(|| context.words().fill_phrase("agency.partial", &said))
        .into_iter()
        .collect())
}

fn describe_succession(context: &PageContext, lineage: Option<AgencyLineage>) -> Vec<String> {
    let Some(lineage) = lineage else {
        return Vec::new();
    };
    let day = format_day(lineage.on);
    let sentence = |id: &str, parts: &[AgencyPredecessor]| {
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        let values = [("day", day.as_str()), ("names", &names.join(", "))];
        (!parts.is_empty()).then(|| context.words().fill_phrase(id, &values))
    };
    let whole = sentence("succession.whole", &lineage.whole);
    whole.into_iter().chain(sentence("succession.split", &lineage.split)).collect()
}
