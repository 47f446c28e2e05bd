//! Whether the data a report stands on is there.

use jiff::ToSpan;

use super::super::DeliveryError;
use crate::{
    catalog::{Catalog, settings::sending::ScheduleSettings},
    domain::{period::Period, vietnamese_date::format_day},
    warehouse::query::Warehouse,
};

/// What stands in front of a report whose data is not complete.
pub fn mark(catalog: &Catalog, missing: &[String]) -> Option<String> {
    let say =
        || catalog.phrases.format_phrase("delivery.mark", &[("reasons", &missing.join("; "))]);
    (!missing.is_empty()).then(say)
}

/// What is missing, a sentence each; nothing where all is there.
pub fn missing(
    catalog: &Catalog,
    schedule: &ScheduleSettings,
    warehouse: Option<&Warehouse>,
    period: Period,
) -> Result<Vec<String>, DeliveryError> {
    let say = |id: &str, values: &[(&str, &str)]| catalog.phrases.format_phrase(id, values);
    let Some(warehouse) = warehouse else {
        return Ok(vec![say("delivery.no_data", &[])]);
    };
    let needed = period.end().saturating_sub(i64::from(schedule.newest_within_days).days());
    let mut missing = Vec::new();
    match warehouse.known_until {
        None => missing.push(say("delivery.no_data", &[])),
        Some(day) if day < needed => missing.push(say(
            "delivery.behind",
            &[("day", &format_day(day)), ("needed", &format_day(needed))],
        )),
        Some(_) => {}
    }
    let totals = warehouse.provenance.sum_by_connector()?;
    for source in &schedule.sources {
        let id = source.get_ref();
        let name = &catalog.find_connector(id)?.name;
        let newest = totals.iter().find(|total| total.connector == *id);
        match newest.map(|total| total.newest_on) {
            None => missing.push(say("delivery.source_none", &[("source", name)])),
            Some(day) if day < needed => {
                let values = [
                    ("source", name.as_str()),
                    ("day", &format_day(day)),
                    ("needed", &format_day(needed)),
                ];
                missing.push(say("delivery.source_behind", &values));
            }
            Some(_) => {}
        }
    }
    Ok(missing)
}
