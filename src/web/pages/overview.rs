//! Tổng quan: how many are under the floor, and which.

use std::{cmp::Reverse, sync::Arc};

use askama::Template;
use axum::routing::MethodRouter;

use super::{
    super::{
        ServedSite,
        auth::visitor::RoutePermission,
        http::{
            error::WebError,
            page_context::{PageContext, page_route},
        },
    },
    due::DueTile,
    parts::{
        briefing::BriefingView,
        frame::{LayoutChoice, PageLayout},
        paper_links::PaperLink,
        ranking::RankingView,
        tile::MetricTile,
    },
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::vietnamese_date::format_day,
    domain::{
        decimal::{format_thousands, format_unsigned},
        measure::Measure,
        period::PeriodShape,
    },
    view::{ChartKind, PageChart, VerdictTally},
    warehouse::query::{AgencyValue, MetricRequest},
};

/// Agencies of the ranking on this page; the metric's own page lists them all.
const LISTED: usize = 12;
/// Agencies of the ranking where none is under the floor.
const LOWEST: usize = 5;
/// Agencies named in a short list.
const NAMED: usize = 8;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    frame: PageLayout,
    metric: String,
    metric_id: String,
    rule: String,
    /// Those under the floor, of those over enough to be judged, and all with a value.
    tally: VerdictTally,
    /// What a chair asks first.
    briefing: BriefingView,
    /// All agencies by name, few or many.
    ladder: Option<PageChart>,
    /// The same on a card, and on a screen at a meeting.
    card: String,
    meeting: String,
    /// The same as a text for a chat.
    message: String,
    papers: Vec<PaperLink>,
    tiles: Vec<MetricTile>,
    heat: Option<PageChart>,
    /// The kind of picture `heat` is, and the columns to choose from.
    grid: String,
    grids: Vec<LayoutChoice>,
    ranking: RankingView,
    /// Soon due, and silent: the metric's name, its total, and the agencies that have most.
    watched: Vec<WatchedMetric>,
    /// Due within hours and days, of who may see dossiers.
    due: Option<DueTile>,
    sources: Vec<String>,
}

struct WatchedMetric {
    id: String,
    name: String,
    total: String,
    is_nothing: bool,
    /// How many more have too few to be named to who asks.
    unnamed: Option<String>,
    agencies: Vec<(String, String, String)>,
    is_cut: bool,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(overview_view)
}

fn overview_view(context: &PageContext) -> Result<OverviewPage, WebError> {
    let view = context.view;
    let metric = context.ranking()?;
    let targets = context.warehouse.metrics.targets(metric, view.period.end())?;
    let values = context.warehouse.metrics.values(&context.metric_request(metric))?;
    let values = context.ranked().select_values(metric, &values);
    let has_value = |value: &&AgencyValue| value.measure.value(metric.unit).is_some();
    let tally = VerdictTally::count_verdicts(&values, metric, &targets);
    let judged = tally.all();
    let of_enough = || values.iter().filter(|value| !value.is_few).filter(has_value);
    // Where nobody is under it, the lowest are still worth a look.
    let mut shown: Vec<&AgencyValue> = if tally.missed == 0 {
        of_enough().take(LOWEST).collect()
    } else {
        of_enough().filter(|value| targets.judge_value(value).is_missed()).take(LISTED).collect()
    };
    // Those of too few come behind them, under a heading of their own.
    shown.extend(
        values.iter().filter(|value| targets.judge_value(value).is_few_beyond()).take(LISTED),
    );
    let grid = parse_grid(context)?;
    let request = context.briefing_request(context.warehouse, None)?;
    let briefing = request.make_briefing()?;
    Ok(OverviewPage {
        frame: context.page_layout("overview")?,
        metric: metric.name.clone(),
        metric_id: metric.id.clone(),
        rule: metric.rule_name.clone(),
        tally,
        ladder: if briefing.tally.all() > 1 {
            request.chart_request(&briefing).draw_for_page()?
        } else {
            None
        },
        briefing: BriefingView::new(context, &briefing),
        card: context.query.with_path("/card").address_with(&[("grid", None)]),
        meeting: context.query.with_path("/meeting").address_with(&[("grid", None)]),
        message: context.query.with_path("/card.txt").address_with(&[("grid", None)]),
        papers: context.paper_links(&context.catalog.overview.papers, None)?,
        tiles: overview_tiles(context, metric, tally)?,
        heat: draw_chart(context, metric, grid, judged > 1 && !view.basis.is_published())?,
        grid: grid.id(),
        grids: grid_choices(context, grid),
        ranking: RankingView::new(context, metric, &shown, &targets)?,
        watched: watched_metrics(context)?,
        due: DueTile::find(context)?,
        sources: describe_freshness(context)?,
    })
}

/// The page's metrics, and how many agencies (of how many) reach the floor.
fn overview_tiles(
    context: &PageContext,
    ranking: &Metric,
    tally: VerdictTally,
) -> Result<Vec<MetricTile>, WebError> {
    let mut tiles = MetricTile::of_metrics(context, &context.tiles()?)?;
    // A portal publishes what it likes.
    tiles.retain(|tile| !context.view.basis.is_published() || tile.has_value);
    if context.view.basis.is_published() {
        tiles.push(MetricTile::of_agencies(context, ranking, tally));
    }
    Ok(tiles)
}

/// The grid by the steps of the period, or by weeks.
fn parse_grid(context: &PageContext) -> Result<ChartKind, WebError> {
    match context.query.get_option("grid") {
        // A span has no steps of its own.
        None if matches!(context.view.period.shape, PeriodShape::Span(..)) => Ok(ChartKind::Weeks),
        None | Some("steps") => Ok(ChartKind::Heat),
        Some("weeks") => Ok(ChartKind::Weeks),
        Some(other) => Err(WebError::BadRequest { problem: format!("grid={other}") }),
    }
}

/// Both of them, where the steps are not weeks already.
fn grid_choices(context: &PageContext, shown: ChartKind) -> Vec<LayoutChoice> {
    if matches!(context.view.period.shape, PeriodShape::Week(..) | PeriodShape::Span(..)) {
        return Vec::new();
    }
    let choice = |name, kind: ChartKind, flag| LayoutChoice {
        name: context.words().fill_phrase(name, &[]),
        address: context.query.address_with(&[("grid", flag)]) + "#theo-thoi-gian",
        is_on: kind == shown,
    };
    vec![
        choice("grid.months", ChartKind::Heat, None),
        choice("grid.weeks", ChartKind::Weeks, Some("weeks")),
    ]
}

fn draw_chart(
    context: &PageContext,
    metric: &Metric,
    kind: ChartKind,
    is_wanted: bool,
) -> Result<Option<PageChart>, WebError> {
    let picture = context.picture(metric, None, kind);
    if is_wanted { Ok(picture.draw_for_page()?) } else { Ok(None) }
}

/// What is to be looked at this week, of our own numbers: the agencies that have most of it.
fn watched_metrics(context: &PageContext) -> Result<Vec<WatchedMetric>, WebError> {
    let mut watched = Vec::new();
    for id in context.catalog.overview.watched.iter().filter(|_| !context.view.basis.is_published())
    {
        let metric = context.catalog.find_metric(id)?;
        let selection =
            MetricRequest { metric, period: context.view.period, basis: MetricBasis::Computed };
        let values = context.warehouse.metrics.values(&selection)?;
        let values = context.ranked().select_values(metric, &values);
        let mut with_some: Vec<&AgencyValue> =
            values.iter().filter(|value| value.measure.numerator > 0).collect();
        with_some.sort_by_key(|value| std::cmp::Reverse(value.measure.numerator));
        let total = context.warehouse.metrics.total(&selection)?.unwrap_or(Measure::new_count(0));
        let unnamed = values.iter().filter(|value| value.measure.is_withheld).count();
        let named = with_some.iter().take(NAMED).map(|value| {
            let count = format_thousands(value.measure.numerator);
            (value.agency_code.clone(), value.agency_name.clone(), count)
        });
        watched.push(WatchedMetric {
            id: metric.id.clone(),
            name: metric.name.clone(),
            total: context.words().format_value(metric, total),
            is_nothing: total.numerator == 0 && total.is_told(),
            unnamed: (unnamed > 0).then(|| format_unsigned(unnamed as u64)),
            agencies: named.collect(),
            is_cut: with_some.len() > NAMED,
        });
    }
    Ok(watched)
}

/// "Sổ theo dõi hồ sơ: 31/12/2023, 2.418 dòng", newest first; how many rows is the office's to know.
fn describe_freshness(context: &PageContext) -> Result<Vec<String>, WebError> {
    let totals = context.warehouse.provenance.sum_by_connector()?;
    let is_office = context.query.visitor.has_permission(RoutePermission::Office);
    let mut shown: Vec<_> = (totals.iter())
        .filter_map(|total| Some((total, context.catalog.find_connector(&total.connector).ok()?)))
        .filter(|(_, connector)| {
            (connector.yields == "figure") == context.view.basis.is_published()
        })
        .collect();
    shown.sort_by_key(|(total, _)| Reverse(total.newest_on));
    let said = shown.into_iter().map(|(total, connector)| {
        let day = format_day(total.newest_on);
        let rows = format_unsigned(total.rows_kept);
        let values = [("name", connector.name.as_str()), ("day", &day), ("rows", &rows)];
        let id = if is_office { "freshness.source" } else { "freshness.day" };
        context.words().fill_phrase(id, &values)
    });
    Ok(said.collect())
}
