//! Đối chiếu: the way from one metric's number of an agency to another's, and on to the portal's.

use super::super::http::{error::WebError, page_context::PageContext};
use crate::{
    catalog::metric::{Metric, bridge::BridgeDefinition},
    domain::{
        basis::MetricBasis,
        decimal::{format_change, format_thousands, format_unsigned},
        measure::Measure,
    },
    warehouse::query::{
        AgencyFilter, AgencyName, BridgeAsked, BridgeRow, BridgeSide, BridgeStep, MetricBridge,
        MetricRequest, SystemDifference,
    },
};

/// So many dossiers of a reason are named; the command line lists all.
const NAMED_DOSSIERS: u64 = 50;

/// The way from one number to another, as it is shown.
pub struct ShownBridge {
    pub first: ShownSide,
    pub second: ShownSide,
    pub steps: Vec<ShownStep>,
    /// The portal's number beside the second one, where it published its parts.
    pub published: Option<PublishedSide>,
}

/// One of the two numbers.
pub struct ShownSide {
    pub name: String,
    pub rule: String,
    pub numerator: String,
    pub denominator: String,
    pub value: String,
}

/// What one reason adds.
pub struct ShownStep {
    pub meaning: String,
    pub dossiers: String,
    pub numerator: String,
    pub denominator: String,
    pub codes: Vec<String>,
    /// How many are not named.
    pub more: u64,
}

/// The portal's number, and what it has more than ours.
pub struct PublishedSide {
    pub numerator: String,
    pub denominator: String,
    pub value: String,
    /// What it has more if it counts the list of each system, where that comes nearer to it.
    pub again: Option<ShownStep>,
    /// Whether that is all.
    pub is_explained: bool,
    /// The rest.
    pub numerator_change: String,
    pub denominator_change: String,
}

/// Fills in every bridge that begins or ends with a metric, of one agency.
pub fn list_bridges(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Vec<ShownBridge>, WebError> {
    let is_of = |bridge: &&BridgeDefinition| [&bridge.first, &bridge.second].contains(&&metric.id);
    let mut shown = Vec::new();
    for bridge in context.catalog.bridges.iter().filter(is_of) {
        let asked = BridgeAsked {
            first: context.catalog.find_metric(&bridge.first)?,
            second: context.catalog.find_metric(&bridge.second)?,
            reasons: Some(bridge),
            period: context.view.period,
            agency: Some(&agency.code),
        };
        if let Some(found) = context.warehouse.dossiers.bridge_metrics(&asked)? {
            shown.push(show_bridge(context, &asked, &found)?);
        }
    }
    Ok(shown)
}

fn show_bridge(
    context: &PageContext,
    asked: &BridgeAsked,
    bridge: &MetricBridge,
) -> Result<ShownBridge, WebError> {
    let side = |metric: &Metric, side: BridgeSide| ShownSide {
        name: metric.name.clone(),
        rule: metric.rule_name.clone(),
        numerator: format_thousands(side.numerator),
        denominator: format_thousands(side.denominator),
        value: context
            .words()
            .format_value(metric, Measure::new(side.numerator, Some(side.denominator))),
    };
    let rows = context.warehouse.dossiers.list_bridge(asked, None, NAMED_DOSSIERS)?;
    let steps = bridge.steps.iter().map(|step| show_step(context, asked, (step, &rows)));
    Ok(ShownBridge {
        first: side(asked.first, bridge.first),
        second: side(asked.second, bridge.second),
        steps: steps.collect(),
        published: show_published(context, asked, bridge.second)?,
    })
}

fn show_step(
    context: &PageContext,
    asked: &BridgeAsked,
    (step, rows): (&BridgeStep, &[BridgeRow]),
) -> ShownStep {
    let is_named = |row: &&BridgeRow| row.reason == step.reason;
    let named = rows.iter().filter(is_named).map(|row| row.dossier.dossier_code.clone());
    let codes: Vec<String> = named.collect();
    ShownStep {
        meaning: context.words().bridge_reason(asked.reasons, &step.reason),
        dossiers: format_thousands(i64::try_from(step.dossiers).unwrap_or(i64::MAX)),
        numerator: format_change(step.change.numerator),
        denominator: format_change(step.change.denominator),
        more: step.dossiers.saturating_sub(codes.len() as u64),
        codes,
    }
}

/// The portal's number of the second metric; `None` where it published none, or its value alone.
fn show_published(
    context: &PageContext,
    asked: &BridgeAsked,
    ours: BridgeSide,
) -> Result<Option<PublishedSide>, WebError> {
    let request =
        MetricRequest { metric: asked.second, period: asked.period, basis: MetricBasis::Published };
    let values = context.warehouse.metrics.values(&request)?;
    let filter =
        AgencyFilter { agency: asked.agency.map(str::to_owned), ..AgencyFilter::default() };
    let Some(found) = filter.select_values(asked.second, &values).pop() else { return Ok(None) };
    let (Some(numerator), Some(denominator)) = found.measure.shown_counts() else {
        return Ok(None);
    };
    if found.measure.is_empty() {
        return Ok(None);
    }
    let mut rest = BridgeSide {
        numerator: numerator - ours.numerator,
        denominator: denominator - ours.denominator,
    };
    let again = find_again(context, asked, rest)?;
    if let Some(again) = &again {
        rest.numerator -= again.again.numerator;
        rest.denominator -= again.again.denominator;
    }
    Ok(Some(PublishedSide {
        numerator: format_thousands(numerator),
        denominator: format_thousands(denominator),
        value: context.words().format_value(asked.second, found.measure),
        is_explained: again.is_some() && rest == BridgeSide::default(),
        again: again.map(|again| show_again(context, again)),
        numerator_change: format_change(rest.numerator),
        denominator_change: format_change(rest.denominator),
    }))
}

/// The dossiers that are in several lists, where counting each list comes nearer to the portal's denominator and passes neither of its counts.
fn find_again(
    context: &PageContext,
    asked: &BridgeAsked,
    gap: BridgeSide,
) -> Result<Option<SystemDifference>, WebError> {
    let Some(agency) = asked.agency else { return Ok(None) };
    let published = &context.warehouse.published;
    let reasons = published.list_differences(asked.second, asked.period, agency)?;
    let several = reasons.into_iter().filter(|reason| reason.kind == "several");
    let again = several.reduce(|mut all, one| {
        all.dossiers += one.dossiers;
        all.codes.extend(one.codes);
        all.again.numerator += one.again.numerator;
        all.again.denominator += one.again.denominator;
        all
    });
    Ok(again.filter(|it| {
        it.again.denominator > 0
            && it.again.denominator <= gap.denominator
            && it.again.numerator <= gap.numerator
    }))
}

fn show_again(context: &PageContext, again: SystemDifference) -> ShownStep {
    ShownStep {
        meaning: context.words().fill_phrase("bridge.several_lists", &[]),
        dossiers: format_unsigned(again.dossiers),
        numerator: format_change(again.again.numerator),
        denominator: format_change(again.again.denominator),
        more: again.dossiers.saturating_sub(again.codes.len() as u64),
        codes: again.codes,
    }
}
