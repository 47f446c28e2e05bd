//! What an agency's numbers mean: its place, where the period is going, what drags it down, what to look at.

use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::decimal::{FixedDecimal, counted, thousands},
    domain::vietnamese_date::format_day,
    view::{AgencyRanks, PartContribution, cuts, outlook, outlook_lines},
    warehouse::query::{AgencyFilter, AgencyLevel, AgencyName, BreakdownDimension},
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
pub fn place(
    desk: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Option<String>, WebError> {
    let filter = AgencyFilter {
        level: Some(AgencyLevel::Named(agency.level.clone())),
        ..AgencyFilter::default()
    };
    let values =
        (desk.warehouse).metrics.list_values(metric, desk.view.period, desk.view.basis, &filter)?;
    let places = AgencyRanks::new(metric, &values);
    let Some(rank) = places.rank(&agency.code) else {
        return Ok(None);
    };
    let said = [
        ("rank", rank.to_string()),
        ("of", places.ranked().to_string()),
        ("level", desk.words().level(&agency.level).to_owned()),
    ];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    Ok(Some(desk.words().say("agency.place", &said)))
}

/// Only of a period that goes on; what is over is told by the tiles.
pub fn where_it_goes(
    desk: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
) -> Result<Vec<String>, WebError> {
    let forecast = desk.catalog.forecasts.iter().find(|forecast| forecast.id == metric.id);
    // It counts single dossiers.
    let Some(forecast) = forecast.filter(|_| desk.warehouse.scope().has_rows()) else {
        return Ok(Vec::new());
    };
    let outlook = outlook(desk.warehouse, forecast, desk.view.period, Some(&agency.code))?;
    let targets = desk.warehouse.metrics.targets(metric, desk.view.period.end())?;
    let target = targets.of(&agency.code, &agency.level);
    let going = outlook.filter(|outlook| !outlook.is_over);
    Ok(going.map_or_else(Vec::new, |outlook| {
        outlook_lines(desk.words(), metric, &outlook, (targets.judge(), target))
    }))
}

/// Lists the procedures that cost the agency most points of a metric, at most eight. `address`
/// makes the link to the dossiers of a procedure.
pub fn dragging(
    desk: &PageContext,
    metric: &Metric,
    agency: &AgencyName,
    address: &dyn Fn((&str, &str)) -> String,
) -> Result<Vec<TopCause>, WebError> {
    let asked = (metric, desk.view.period);
    let cuts = cuts(
        desk.catalog,
        desk.warehouse,
        asked,
        Some(&agency.code),
        BreakdownDimension::Procedure,
    )?;
    let costly =
        cuts.into_iter().filter(|cut| cut.gain.is_some_and(|gain| gain > FixedDecimal::whole(0)));
    let line = |cut: PartContribution| TopCause {
        counts: desk.words().fraction(cut.measure),
        gain: cut.gain.map_or(String::new(), FixedDecimal::vietnamese),
        address: cut.code.as_deref().map_or(String::new(), |code| {
            format!("{}&metric={}", address(("procedure", code)), metric.id)
        }),
        name: (cut.name.or(cut.code)).unwrap_or_else(|| desk.words().say("value.unknown", &[])),
    };
    Ok(costly.take(NAMED).map(line).collect())
}

/// What is to be looked at this week: name, how many, and where they are listed.
pub fn watched(
    desk: &PageContext,
    agency: &AgencyName,
    address: &dyn Fn((&str, &str)) -> String,
) -> Result<Vec<(String, String, String)>, WebError> {
    let mut watched = Vec::new();
    for id in &desk.catalog.overview.watched {
        let metric = desk.catalog.metric(id)?;
        let filter = AgencyFilter { agency: Some(agency.code.clone()), ..AgencyFilter::default() };
        let values = desk.warehouse.metrics.list_values(
            metric,
            desk.view.period,
            MetricBasis::Computed,
            &filter,
        )?;
        let count = values.first().map_or(0, |value| value.measure.numerator);
        if count > 0 {
            watched.push((metric.name.clone(), thousands(count), address(("metric", id))));
        }
    }
    Ok(watched)
}

/// These days, the end of the period, or the day until which dossiers are known.
pub fn watched_on(desk: &PageContext) -> String {
    let words = desk.words();
    match desk.warehouse.known_until {
        Some(known) if known > desk.view.period.end() => words.say("agency.at_the_end", &[]),
        Some(known) if !desk.is_fresh() => {
            words.say("agency.as_of", &[("day", &format_day(known))])
        }
        _ => words.say("agency.this_week", &[]),
    }
}

/// What the checks found in its data: name, how often, and where it is listed.
pub fn found(
    desk: &PageContext,
    agency: &AgencyName,
) -> Result<Vec<(String, String, String)>, WebError> {
    let counts = desk.warehouse.provenance.count_found(Some(&agency.code))?;
    let of_check = desk.catalog.checks.iter().filter_map(|check| {
        let count = counts.get(&check.id)?;
        let query = RequestQuery::default().at(format!("/checks/{}", check.id));
        let address = query.with(&[("agency", Some(agency.code.as_str()))]);
        Some((check.name.clone(), counted(*count), address))
    });
    Ok(of_check.collect())
}
