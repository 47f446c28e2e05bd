//! One metric: who is where, what it is made of, and how it is worked out.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use clap::ValueEnum;

use super::{
    super::{
        ServedSite,
        http::{
            error::WebError,
            export::{ExportFormat, file},
            page_context::PageContext,
            query::RequestQuery,
        },
    },
    parts::{frame::PageLayout, ranking::RankingView, tile::MetricTile},
};
use crate::{
    catalog::metric::Metric,
    domain::{decimal::FixedDecimal, measure::BetterDirection},
    view::{
        ChartKind, ChartRequest, ExportTable, PartContribution, RenderedChart, cuts_by,
        sheet as definition, worst_first,
    },
    warehouse::query::{AgencyFilter, AgencyName, AgencyValue, BreakdownDimension},
};

/// Parts listed of each kind.
const LISTED: usize = 15;

#[derive(Template)]
#[template(path = "metric.html")]
struct MetricPage {
    frame: PageLayout,
    id: String,
    name: String,
    rule: String,
    /// Whom the numbers of all together are about.
    whose: String,
    /// Whose dossiers are cut up; those of all without one.
    agency: Option<AgencyName>,
    /// None of an agency that has nothing to tell.
    tile: Option<MetricTile>,
    /// That some could not be counted, and where to see them.
    left_out: Option<String>,
    has_gain: bool,
    is_lower_better: bool,
    /// The agency's code, as charts take it.
    chosen: String,
    /// What the table's own links carry along.
    carried: String,
    spread: Option<RenderedChart>,
    /// What it is made of, of the agency asked for or of all.
    stack: Option<RenderedChart>,
    multiples: Option<RenderedChart>,
    /// Of the agency asked for, or of all together.
    trend: Option<RenderedChart>,
    ranking: RankingView,
    parts: Vec<BreakdownTable>,
    /// What and its text, as `motcua explain` says them.
    definition: Vec<(String, String)>,
    compare: String,
}

/// A number by what its subjects have in common.
struct BreakdownTable {
    by: String,
    rows: Vec<BreakdownRow>,
    is_cut: bool,
}

struct BreakdownRow {
    name: String,
    value: String,
    counts: String,
    gain: String,
    /// The dossiers behind it, where they can be listed.
    rows: Option<String>,
}

/// `/indicators/{id}`, and its agencies as `/indicators/{id}.csv` and `.xlsx`.
pub async fn page(
    State(site): State<Arc<ServedSite>>,
    Path(name): Path<String>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let export = match name.rsplit_once('.') {
        Some((id, "csv")) => Some((id.to_owned(), ExportFormat::Csv)),
        Some((id, "xlsx")) => Some((id.to_owned(), ExportFormat::Xlsx)),
        _ => None,
    };
    if let Some((id, format)) = export {
        let sheet = move |desk: &PageContext| file(&sheet(desk, &id)?, format, &id);
        return site.run_query(query, sheet).await;
    }
    let page = site.page(query, move |desk| metric(desk, &name)).await?;
    Ok(page.into_response())
}

/// The agencies that are ranked, those under one if it is asked for.
fn within(desk: &PageContext, agency: Option<&AgencyName>) -> AgencyFilter {
    AgencyFilter { agency: agency.map(|agency| agency.code.clone()), ..desk.ranked() }
}

fn tile(
    desk: &PageContext,
    metric: &Metric,
    agency: Option<&AgencyName>,
) -> Result<Option<MetricTile>, WebError> {
    let period = desk.view.period;
    match agency {
        Some(agency) => MetricTile::of_agency(desk, metric, agency, &[period, period.before()]),
        None => MetricTile::of_all(desk, metric).map(Some),
    }
}

/// The ranked agencies with their counts.
fn sheet(desk: &PageContext, id: &str) -> Result<ExportTable, WebError> {
    let metric = desk.metric(id)?;
    let agency = desk.query.agency(desk.warehouse, desk.view.period)?;
    let filter = within(desk, agency.as_ref());
    let values = (desk.warehouse).metrics.list_values(
        metric,
        desk.view.period,
        desk.view.published,
        &filter,
    )?;
    let heads = ["code", "agency", "numerator", "denominator", "value"];
    let heads = heads.map(|head| desk.words().say(&format!("column.{head}"), &[]));
    let mut sheet = ExportTable::new(&metric.short_name, heads).with_numbers([2, 3]);
    for value in values {
        let (numerator, denominator) = value.measure.counts();
        let text = |count: Option<i64>| count.map_or(String::new(), |count| count.to_string());
        let shown = desk.words().ranked(metric, &value);
        let counts = [text(numerator), text(denominator)];
        sheet
            .row([vec![value.agency_code, value.agency_name], counts.into(), vec![shown]].concat());
    }
    Ok(sheet)
}

fn metric(desk: &PageContext, id: &str) -> Result<MetricPage, WebError> {
    let (words, view) = (desk.words(), desk.view);
    let metric = desk.metric(id)?;
    let agency = desk.query.agency(desk.warehouse, view.period)?;
    let filter = within(desk, agency.as_ref());
    let targets = desk.warehouse.metrics.targets(metric, view.period.end())?;
    let mut values =
        (desk.warehouse).metrics.list_values(metric, view.period, view.published, &filter)?;
    worst_first(metric, &mut values);
    let values: Vec<&AgencyValue> = values.iter().collect();
    let picture = |kind| desk.picture(metric, filter.agency.as_deref(), kind);
    let parts = parts(desk, metric, filter.agency.as_deref())?;
    let has_trends = values.len() > 1 && view.period.steps().len() > 1 && !view.published;
    let in_force = targets.all().iter().filter(|target| target.binds().0.is_none());
    let in_force = in_force.map(|it| format!("{} ({})", words.limit(metric, it), it.source));
    let is_spread = values.len() > 10 && metric.unit.is_of_hundred();
    Ok(MetricPage {
        frame: PageLayout { rules: desk.rules_of(metric)?, ..desk.frame_of("metrics", metric)? },
        whose: desk.whose(metric)?,
        id: metric.id.clone(),
        name: metric.name.clone(),
        rule: metric.rule_name.clone(),
        tile: tile(desk, metric, agency.as_ref())?,
        left_out: words
            .left_out(metric, desk.warehouse.metrics.left_out(metric))
            .filter(|_| !view.published),
        has_gain: parts.iter().flat_map(|part| &part.rows).any(|row| !row.gain.is_empty()),
        is_lower_better: metric.better == BetterDirection::Lower,
        chosen: filter.agency.clone().unwrap_or_default(),
        carried: (filter.agency.as_ref()).map_or(String::new(), |code| format!("&agency={code}")),
        spread: drawn(&picture(ChartKind::Dots), is_spread)?,
        stack: picture(ChartKind::Parts).drawn_if_any()?,
        trend: if view.published { None } else { picture(ChartKind::Line).drawn_if_any()? },
        multiples: drawn(&picture(ChartKind::Multiples), has_trends)?,
        ranking: RankingView::new(desk, metric, &values, &targets)?,
        parts,
        definition: definition::lines(
            desk.catalog,
            metric,
            (view.period.start(), view.period.end()),
            in_force,
        ),
        compare: format!("/compare{}&metric={}", view.query(), metric.id),
        agency,
    })
}

fn drawn(picture: &ChartRequest, is_wanted: bool) -> Result<Option<RenderedChart>, WebError> {
    if is_wanted { Ok(picture.drawn_if_any()?) } else { Ok(None) }
}

/// By all that its subjects can be told apart by; a published figure is one number.
fn parts(
    desk: &PageContext,
    metric: &Metric,
    agency: Option<&str>,
) -> Result<Vec<BreakdownTable>, WebError> {
    let can_be = |by: &BreakdownDimension| !desk.view.published && by.is_of(metric.subject);
    let ways: Vec<BreakdownDimension> =
        BreakdownDimension::value_variants().iter().copied().filter(can_be).collect();
    let asked = (metric, desk.view.period);
    let all = cuts_by(desk.catalog, desk.warehouse, asked, agency, &ways)?;
    // What is all of one kind is not told apart.
    let several = all.into_iter().zip(ways).filter(|(cuts, _)| cuts.len() > 1);
    let parts = several.map(|(cuts, by)| BreakdownTable {
        by: desk.words().say(&format!("column.{}", by.id()), &[]),
        is_cut: cuts.len() > LISTED,
        rows: (cuts.iter().take(LISTED)).map(|cut| part(desk, metric, by, cut, agency)).collect(),
    });
    Ok(parts.collect())
}

fn part(
    desk: &PageContext,
    metric: &Metric,
    by: BreakdownDimension,
    cut: &PartContribution,
    agency: Option<&str>,
) -> BreakdownRow {
    let words = desk.words();
    let name = cut.name.clone().or_else(|| cut.code.clone());
    let has_rows = by == BreakdownDimension::Procedure && desk.warehouse.scope().has_rows();
    let rows = cut.code.as_ref().filter(|_| has_rows).map(|code| {
        let path = desk.query.at("/dossiers");
        path.with(&[("metric", Some(&metric.id)), ("procedure", Some(code)), ("agency", agency)])
    });
    BreakdownRow {
        name: name.unwrap_or_else(|| words.say("value.unknown", &[])),
        value: words.value(metric, cut.measure),
        counts: (cut.measure.denominator.filter(|_| cut.measure.is_told()))
            .map_or(String::new(), |_| words.fraction(cut.measure)),
        gain: cut.gain.map_or(String::new(), FixedDecimal::vietnamese),
        rows,
    }
}
