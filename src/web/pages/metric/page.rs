//! One metric: who is where, what it is made of, and how it is worked out.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::{
    super::{
        super::{
            ServedSite,
            http::{
                error::WebError,
                export::{ExportFormat, file_response},
                page_context::{PageContext, render_page},
                query::RequestQuery,
            },
        },
        parts::{
            coded_text::html_of_sentence, frame::PageLayout, ranking::RankingView, tile::MetricTile,
        },
    },
    breakdown::{BreakdownTable, breakdown_tables},
};
use crate::{
    catalog::metric::Metric,
    domain::measure::BetterDirection,
    view::{
        ChartKind, ChartRequest, ExportCell, ExportMark, ExportTable, PageChart, RankingSubset,
        file_stem, find_median, sheet as definition, worst_first,
    },
    warehouse::query::{ActiveTargets, AgencyFilter, AgencyName, AgencyValue},
};

/// More agencies than this are looked at by where they lie too.
const MANY: usize = 20;

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
    spread: Option<PageChart>,
    tiles: Option<PageChart>,
    /// What it is made of, of the agency asked for or of all.
    stack: Option<PageChart>,
    multiples: Option<PageChart>,
    /// Of the agency asked for, or of all together.
    trend: Option<PageChart>,
    ranking: RankingView,
    /// What the agency in the middle has, of a count: nothing else says whether one's own is many.
    median: Option<String>,
    /// The same page of all agencies, where not all are listed.
    all_of_them: Option<String>,
    /// Whether those listed are those that miss what is set; else those that have none.
    lists_missed: bool,
    parts: Vec<BreakdownTable>,
    /// What and its text as HTML, as `motcua explain` says them.
    definition: Vec<(String, String)>,
    compare: String,
    /// Where it is told how long dossiers took, if this metric tells it.
    handling: Option<String>,
}

/// `/indicators/{id}`, and its agencies as `/indicators/{id}.csv` and `.xlsx`.
pub async fn metric_page(
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
        let sheet = move |context: &PageContext| ranking_file(context, &id, format);
        return site.run_query(query, sheet).await;
    }
    let page =
        site.run_query(query, move |context| render_page(&metric_view(context, &name)?)).await?;
    Ok(page.into_response())
}

/// The agencies that are ranked, those under one if it is asked for.
fn filter_within(context: &PageContext, agency: Option<&AgencyName>) -> AgencyFilter {
    AgencyFilter { agency: agency.map(|agency| agency.code.clone()), ..context.ranked() }
}

fn headline_tile(
    context: &PageContext,
    metric: &Metric,
    agency: Option<&AgencyName>,
) -> Result<Option<MetricTile>, WebError> {
    let period = context.view.period;
    match agency {
        Some(agency) => {
            MetricTile::of_agency(context, metric, agency, &[period, period.previous_period()])
        }
        None => MetricTile::of_all(context, metric).map(Some),
    }
}

/// The ranked agencies in a file named after the metric, the unit and the period.
fn ranking_file(
    context: &PageContext,
    id: &str,
    format: ExportFormat,
) -> Result<Response, WebError> {
    let metric = context.metric(id)?;
    let agency = context.query.find_agency(context.warehouse, context.view.period)?;
    let whose = match &agency {
        Some(agency) => agency.name.clone(),
        None => context.whose(metric)?,
    };
    let stem = file_stem(&[&metric.short_name, &whose, &context.view.period.to_string()]);
    let mark = ExportMark::of_build(context.words(), context.warehouse);
    file_response(&ranking_table(context, metric, agency.as_ref())?, format, &stem, &mark)
}

/// The ranked agencies with their counts; those of too few say so in a column of its own.
fn ranking_table(
    context: &PageContext,
    metric: &Metric,
    agency: Option<&AgencyName>,
) -> Result<ExportTable, WebError> {
    let filter = filter_within(context, agency);
    let values = context.warehouse.metrics.values(&context.metric_request(metric))?;
    let values = filter.select_values(metric, &values);
    let words = context.words();
    let heads = ["code", "agency", "numerator", "denominator", "value", "note"];
    let heads = heads.map(|head| context.words().fill_phrase(&format!("column.{head}"), &[]));
    let mut sheet = ExportTable::new(&metric.short_name, heads);
    for value in values {
        let (numerator, denominator) = value.measure.shown_counts();
        let otherwise = words.format_value(metric, value.measure);
        let few =
            value.is_few.then(|| words.fill_phrase("value.few", &[("noun", &words.noun(metric))]));
        sheet.push_row([
            ExportCell::from(value.agency_code),
            value.agency_name.into(),
            ExportCell::from_count(numerator),
            ExportCell::from_count(denominator),
            ExportCell::from_measure(metric.unit, value.measure, &otherwise),
            few.unwrap_or_default().into(),
        ]);
    }
    Ok(sheet)
}

fn metric_view(context: &PageContext, id: &str) -> Result<MetricPage, WebError> {
    let (words, view) = (context.words(), context.view);
    let metric = context.metric(id)?;
    let agency = context.query.find_agency(context.warehouse, view.period)?;
    let filter = filter_within(context, agency.as_ref());
    let targets = context.warehouse.metrics.targets(metric, view.period.end())?;
    let values = context.warehouse.metrics.values(&context.metric_request(metric))?;
    let mut values = filter.select_values(metric, &values);
    worst_first(metric, &mut values);
    let only = parse_subset(context)?;
    let values: Vec<&AgencyValue> =
        values.iter().filter(|value| is_among(value, &targets, only)).collect();
    let picture = |kind| context.picture(metric, filter.agency.as_deref(), kind);
    let parts = breakdown_tables(context, metric, filter.agency.as_deref())?;
    let has_trends =
        values.len() > 1 && view.period.trend_steps().len() > 1 && !view.basis.is_published();
    let in_force = targets.all().iter().filter(|target| target.bound_agencies().0.is_none());
    let in_force =
        in_force.map(|it| format!("{} ({})", words.describe_limit(metric, it), it.source));
    let is_spread = values.len() > 10 && metric.unit.is_of_hundred();
    Ok(MetricPage {
        frame: PageLayout {
            rules: context.metric_rule_choices(metric)?,
            ..context.metric_layout("metrics", metric)?
        },
        whose: context.whose(metric)?,
        id: metric.id.clone(),
        name: metric.name.clone(),
        rule: metric.rule_name.clone(),
        tile: headline_tile(context, metric, agency.as_ref())?,
        left_out: words
            .left_out_note(metric, context.warehouse.metrics.left_out(metric))
            .filter(|_| !view.basis.is_published()),
        has_gain: parts.iter().flat_map(|part| &part.rows).any(|row| !row.gain.is_empty()),
        is_lower_better: metric.better == BetterDirection::Lower,
        chosen: filter.agency.clone().unwrap_or_default(),
        carried: (filter.agency.as_ref()).map_or(String::new(), |code| format!("&agency={code}")),
        spread: draw_chart(&picture(ChartKind::Dots), is_spread)?,
        // Of few agencies the ranking shows all that tiles would.
        tiles: draw_chart(&picture(ChartKind::Tiles), values.len() > MANY)?,
        stack: picture(ChartKind::Parts).draw_for_page()?,
        trend: if view.basis.is_published() {
            None
        } else {
            picture(ChartKind::Line).draw_for_page()?
        },
        multiples: draw_chart(&picture(ChartKind::Multiples), has_trends)?,
        median: (metric.denominator.is_none() && only == RankingSubset::All)
            .then(|| find_median(metric, values.iter().map(|value| value.measure)))
            .flatten()
            .map(|median| {
                let value = words.format_value(metric, median);
                words.fill_phrase("compare.median", &[("value", &value)])
            }),
        ranking: RankingView::new(context, metric, &values, &targets)?,
        all_of_them: (only != RankingSubset::All)
            .then(|| context.query.address_with(&[("only", None)]) + "#bang"),
        lists_missed: only == RankingSubset::Missed,
        parts,
        definition: definition::definition_lines(
            context.catalog,
            metric,
            (view.period.start(), view.period.end()),
            in_force,
        )
        .into_iter()
        .map(|(what, text)| (what, html_of_sentence(&text)))
        .collect(),
        handling: (context.catalog.headline.handling.as_ref() == Some(&metric.id))
            .then(|| format!("/handling{}", view.query())),
        compare: format!("/compare{}&metric={}", view.query(), metric.id),
        agency,
    })
}

/// Which agencies the address asks for.
fn parse_subset(context: &PageContext) -> Result<RankingSubset, WebError> {
    let Some(text) = context.query.get_option("only") else {
        return Ok(RankingSubset::All);
    };
    RankingSubset::from_id(text)
        .ok_or_else(|| WebError::BadRequest { problem: format!("only={text}") })
}

fn is_among(value: &AgencyValue, targets: &ActiveTargets, only: RankingSubset) -> bool {
    match only {
        RankingSubset::All => true,
        RankingSubset::Missed => targets.judge_value(value).is_beyond(),
        RankingSubset::None => value.measure.is_told() && value.measure.numerator == 0,
    }
}

fn draw_chart(picture: &ChartRequest, is_wanted: bool) -> Result<Option<PageChart>, WebError> {
    if is_wanted { Ok(picture.draw_for_page()?) } else { Ok(None) }
}
