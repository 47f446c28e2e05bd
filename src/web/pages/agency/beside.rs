//! What an agency's numbers mean: its place, where the period is going, what drags it down, what to look at.

use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::decimal::{FixedDecimal, format_thousands, format_unsigned},
    domain::name::lower_first,
    domain::vietnamese_date::format_day,
    view::{
        AgencyRanks, PartContribution, SizeGroups, list_contributions, make_forecast, outlook_lines,
    },
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyName, BreakdownDimension, MetricRequest},
    web::http::{error::WebError, page_context::PageContext, query::RequestQuery},
};

/// Procedures that drag it down.
const NAMED: usize = 8;

/// A procedure, the dossiers of it that miss, what it costs, and where they are listed.
pub struct TopCause {
    pub name: String,
    pub counts: String,
    pub gain: String,
    pub address: String,
}

/// Its place among those of its level; none where it is not ranked.
pub fn describe_rank(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Option<String>, WebError> {
    let filter = AgencyFilter {
        level: Some(AgencyLevel::Named(agency.level.clone())),
        ..AgencyFilter::default()
    };
    let values = context.warehouse.metrics.values(&context.metric_request(metric))?;
    let values = filter.select_values(metric, &values);
    let sizes = SizeGroups::new(&context.catalog.headline.size_groups, metric);
    let Some(own) = values.iter().find(|value| value.agency_code == agency.code) else {
        return Ok(None);
    };
    let group = sizes.find_group(own);
    let places = AgencyRanks::new(metric, &sizes.select_peers(&values, group));
    let Some(rank) = places.rank_of(&agency.code) else {
        return Ok(None);
    };
    let said = [
        ("rank", rank.to_string()),
        ("of", places.count_ranked().to_string()),
        ("level", context.words().level_name(&agency.level).to_owned()),
    ];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    let words = context.words();
    let place = words.fill_phrase("agency.place", &said);
    if !sizes.are_several() {
        return Ok(Some(place));
    }
    let size = lower_first(&sizes.describe_group(words, metric, group));
    Ok(Some(words.fill_phrase("agency.place_in_group", &[("place", &place), ("size", &size)])))
}

/// Only of a period that goes on; what is over is told by the tiles.
pub fn describe_forecast(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Vec<String>, WebError> {
    let forecast = context.catalog.forecasts.iter().find(|forecast| forecast.id == metric.id);
    // It counts single dossiers.
    let Some(forecast) = forecast.filter(|_| context.warehouse.scope().has_rows()) else {
        return Ok(Vec::new());
    };
    let outlook =
        make_forecast(context.warehouse, forecast, context.view.period, Some(&agency.code))?;
    let targets = context.warehouse.metrics.targets(metric, context.view.period.end())?;
    let target = targets.target_for(&agency.code, &agency.level);
    let going = outlook.filter(|outlook| !outlook.is_over);
    Ok(going.map_or_else(Vec::new, |outlook| {
        outlook_lines(context.words(), metric, &outlook, (targets.verdict_rule(), target))
    }))
}

/// Lists the procedures that cost the agency most points of a metric, at most eight. `address`
/// makes the link to the dossiers of a procedure.
pub fn top_causes(
    context: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
    address: &dyn Fn((&str, &str)) -> String,
) -> Result<Vec<TopCause>, WebError> {
    let asked = (metric, context.view.period);
    let cuts = list_contributions(
        context.catalog,
        context.warehouse,
        asked,
        Some(&agency.code),
        BreakdownDimension::Procedure,
    )?;
    let costly = cuts
        .into_iter()
        .filter(|cut| cut.gain.is_some_and(|gain| gain > FixedDecimal::from_whole(0)));
    let line = |cut: PartContribution| TopCause {
        counts: context.words().format_fraction(cut.measure),
        gain: cut.gain.map_or(String::new(), FixedDecimal::to_vietnamese),
        address: cut.code.as_deref().map_or(String::new(), |code| {
            format!("{}&metric={}", address(("procedure", code)), metric.id)
        }),
        name: (cut.name.or(cut.code))
            .unwrap_or_else(|| context.words().fill_phrase("value.unknown", &[])),
    };
    Ok(costly.take(NAMED).map(line).collect())
}

/// What is to be looked at this week: name, how many, and where they are listed.
pub fn watched_metrics(
    context: &PageContext,
    agency: &AgencyName,
    address: &dyn Fn((&str, &str)) -> String,
) -> Result<Vec<(String, String, String)>, WebError> {
    let mut watched = Vec::new();
    for id in &context.catalog.overview.watched {
        let metric = context.catalog.find_metric(id)?;
        let filter = AgencyFilter { agency: Some(agency.code.clone()), ..AgencyFilter::default() };
        let request =
            MetricRequest { basis: MetricBasis::Computed, ..context.metric_request(metric) };
        let values = filter.select_values(metric, &context.warehouse.metrics.values(&request)?);
        let count = values.first().map_or(0, |value| value.measure.numerator);
        if count > 0 {
            watched.push((metric.name.clone(), format_thousands(count), address(("metric", id))));
        }
    }
    Ok(watched)
}

/// These days, the end of the period, or the day until which dossiers are known.
pub fn watched_heading(context: &PageContext) -> String {
    let words = context.words();
    match context.warehouse.known_until {
        Some(known) if known > context.view.period.end() => {
            words.fill_phrase("agency.at_the_end", &[])
        }
        Some(known) if !context.is_fresh() => {
            words.fill_phrase("agency.as_of", &[("day", &format_day(known))])
        }
        _ => words.fill_phrase("agency.this_week", &[]),
    }
}

/// What the checks found in its data: name, how often, and where it is listed.
pub fn check_findings(
    context: &PageContext,
    agency: &AgencyName,
) -> Result<Vec<(String, String, String)>, WebError> {
    let counts = context.warehouse.provenance.count_found(Some(&agency.code))?;
    let of_check = context.catalog.checks.iter().filter_map(|check| {
        let count = counts.get(&check.id)?;
        let query = RequestQuery::default().with_path(format!("/checks/{}", check.id));
        let address = query.address_with(&[("agency", Some(agency.code.as_str()))]);
        Some((check.name.clone(), format_unsigned(*count), address))
    });
    Ok(of_check.collect())
}
