//! Đối chiếu: ours beside the portal's, the period before, and the same period a year before.

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
    compare_bridge::{ShownBridge, list_bridges},
    parts::frame::PageLayout,
};
use crate::{
    catalog::metric::Metric,
    domain::{decimal::FixedDecimal, measure::Measure},
    view::{AgencyComparison, ComparedParts, compare_agencies, explain_difference, median_value},
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyName},
};

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    frame: PageLayout,
    name: String,
    rule: String,
    /// Id, name, and whether it is shown.
    metrics: Vec<(String, String, bool)>,
    agency: Option<AgencyName>,
    rows: Vec<ComparePageRow>,
    /// What no row has is no column.
    columns: CompareColumns,
    /// Of which days the numbers of earlier periods are, where these are not all of them.
    notes: Vec<String>,
    median: Option<String>,
    /// Why ours may be another than the portal's, of the one agency.
    reasons: Vec<String>,
    /// How many have both numbers, and how many of them differ.
    both: usize,
    /// Which number is missing where none has both.
    missing: String,
    differing: usize,
    /// The ways from this metric to others, of the one agency or all.
    bridges: Vec<ShownBridge>,
    carried: Vec<(String, String)>,
    /// The same metric of every agency.
    everyone: String,
}

/// Which numbers any of the agencies has.
#[expect(clippy::struct_excessive_bools, reason = "each is a column")]
struct CompareColumns {
    ours: bool,
    published: bool,
    before: bool,
    year_before: bool,
}

struct ComparePageRow {
    name: String,
    ours: String,
    counts: String,
    published: String,
    published_counts: String,
    difference: String,
    differs: bool,
    before: String,
    year_before: String,
    /// This agency alone, with the reasons.
    address: String,
}

/// Makes the route of the page.
pub fn route() -> MethodRouter<Arc<ServedSite>> {
    page_route(compare_view)
}

fn compare_view(context: &PageContext) -> Result<ComparePage, WebError> {
    let period = context.view.period;
    let metric = match context.query.get_option("metric") {
        Some(id) => context.catalog.find_metric(id)?,
        None => default_metric(context)?,
    };
    let agency = context.query.find_agency(context.warehouse, period)?;
    let filter = AgencyFilter {
        level: (agency.is_none())
            .then(|| AgencyLevel::Named(context.catalog.headline.level.clone())),
        agency: agency.as_ref().map(|agency| agency.code.clone()),
        below: None,
    };
    let compared = compare_agencies(context.warehouse, metric, period, &filter)?;
    let rows: Vec<ComparePageRow> =
        compared.iter().map(|one| compare_row(context, metric, one)).collect();
    let frame = context.page_layout("compare")?;
    let both = compared.iter().filter(|one| one.difference(metric).is_some()).count();
    Ok(ComparePage {
        name: metric.name.clone(),
        rule: metric.rule_name.clone(),
        metrics: (context.catalog.metrics_by_use())
            .map(|other| (other.id.clone(), other.name.clone(), other.id == metric.id))
            .collect(),
        notes: ComparedParts::of_period(context.warehouse, metric, period)
            .earlier_notes(context.words(), period),
        median: median_value(metric, &compared).map(|median| {
            let value = context.words().format_value(metric, median);
            context.words().fill_phrase("compare.median", &[("value", &value)])
        }),
        reasons: match &agency {
            Some(_) => difference_reasons(context, metric, &compared)?,
            None => Vec::new(),
        },
        bridges: match &agency {
            // Who sees numbers alone is shown no dossier.
            Some(agency) if frame.has_rows() => list_bridges(context, metric, agency)?,
            _ => Vec::new(),
        },
        frame,
        agency,
        missing: say_missing(context, metric, &compared),
        columns: find_columns(&compared),
        both,
        differing: rows.iter().filter(|row| row.differs).count(),
        rows,
        carried: context.query.form_fields(&["metric", "agency"]),
        everyone: context.query.address_with(&[("metric", Some(&metric.id)), ("agency", None)]),
    })
}

/// A number is there, or it is known that there is none.
fn find_columns(compared: &[AgencyComparison]) -> CompareColumns {
    let any =
        |of: fn(&AgencyComparison) -> Option<Measure>| compared.iter().any(|one| of(one).is_some());
    CompareColumns {
        ours: any(|one| one.ours),
        published: any(|one| one.published),
        before: any(|one| one.before),
        year_before: any(|one| one.year_before),
    }
}

/// Which of the two numbers nobody has, where no agency has both.
fn say_missing(context: &PageContext, metric: &Metric, compared: &[AgencyComparison]) -> String {
    let is_known =
        |measure: Option<Measure>| measure.is_some_and(|it| it.value(metric.unit).is_some());
    let has_ours = compared.iter().any(|one| is_known(one.ours));
    let has_published = compared.iter().any(|one| is_known(one.published));
    let id = match (has_ours, has_published) {
        (true, true) => "compare.none_of_both",
        (true, false) => "compare.none_published",
        (false, true) => "compare.none_computed",
        (false, false) => "compare.none",
    };
    context.words().fill_phrase(id, &[])
}

/// What the portal published in the period, else what agencies are ranked by.
fn default_metric<'a>(context: &PageContext<'a>) -> Result<&'a Metric, WebError> {
    let published = context.catalog.find_metric(&context.catalog.headline.published_ranking)?;
    let periods = context.warehouse.published.list_periods(published.indicator())?;
    if periods.contains(&context.view.period) { Ok(published) } else { context.ranking() }
}

fn compare_row(context: &PageContext, metric: &Metric, one: &AgencyComparison) -> ComparePageRow {
    let words = context.words();
    let value = |measure: Option<Measure>| {
        measure.map_or("–".into(), |measure| words.format_value(metric, measure))
    };
    let counts = |measure: Option<Measure>| {
        let share = measure.filter(|measure| measure.denominator.is_some() && measure.is_told());
        share.map_or(String::new(), |measure| words.format_fraction(measure))
    };
    let difference = one.difference(metric);
    ComparePageRow {
        name: one.agency_name.clone(),
        ours: value(one.ours),
        counts: counts(one.ours),
        published: value(one.published),
        published_counts: counts(one.published),
        difference: difference.map_or("–".into(), FixedDecimal::to_vietnamese),
        differs: difference.is_some_and(|gap| gap != FixedDecimal::from_whole(0)),
        before: value(one.before),
        year_before: value(one.year_before),
        address: context
            .query
            .address_with(&[("metric", Some(&metric.id)), ("agency", Some(&one.agency_code))]),
    }
}

fn difference_reasons(
    context: &PageContext,
    metric: &Metric,
    compared: &[AgencyComparison],
) -> Result<Vec<String>, WebError> {
    let found = explain_difference(context.warehouse, (metric, context.view.period), compared)?;
    Ok(found.iter().map(|reason| context.words().describe_difference(reason)).collect())
}
