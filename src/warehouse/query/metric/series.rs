//! A metric's value for one agency over several periods.

use super::{
    super::agency::names::AgencyLineage,
    queries::MetricQueries,
    value::{AgencyValue, MetricRequest},
};
use crate::{
    domain::{agency_code::AgencyCode, period::Period},
    warehouse::WarehouseError,
};

impl MetricQueries {
    /// The agency's value in each period; `None` where it has none.
    ///
    /// In periods that ended before the day it was made of others, the value is theirs, summed; where one of them was split over
    /// several successors nobody can say which part was whose, and there is no value. In a period that holds the day they are
    /// part of it already; what a portal published of such a period is of each by itself.
    pub fn series(
        &self,
        selection: &MetricRequest,
        agency: &str,
        periods: &[Period],
    ) -> Result<Vec<(Period, Option<AgencyValue>)>, WarehouseError> {
        // The agency is the one that has the code at the end of what is asked.
        let ends = periods.iter().chain([&selection.period]).map(|period| period.end());
        let Some(last) = ends.max() else {
            return Ok(Vec::new());
        };
        let lineage = self.reader.memory.find_lineage(agency, last);
        self.prefetch(&[selection.metric], periods, selection.basis)?;
        let mut series = Vec::with_capacity(periods.len());
        for period in periods {
            let values = self.values(&MetricRequest { period: *period, ..selection.clone() })?;
            let day = if selection.basis.is_published() { period.start() } else { period.end() };
            let before = lineage.as_ref().filter(|lineage| day < lineage.on);
            let value = match before {
                Some(lineage) => sum_lineage(&values, agency, lineage).map(|value| AgencyValue {
                    is_few: self.verdict_rule(selection.metric).is_few(value.measure),
                    ..value
                }),
                None => values.iter().find(|value| value.agency_code == agency).cloned(),
            };
            series.push((*period, value));
        }
        Ok(series)
    }
}

/// The sum of what went into the agency, and of itself: a successor often keeps the code of one of them.
fn sum_lineage(
    values: &[AgencyValue],
    agency: &str,
    lineage: &AgencyLineage,
) -> Option<AgencyValue> {
    if !lineage.split.is_empty() {
        return None;
    }
    let is_part = |value: &&AgencyValue| {
        let is_whole = lineage.whole.iter().any(|part| part.code == value.agency_code);
        // What is told of the agency itself before its time.
        let AgencyCode { code, on } = AgencyCode::from_text(&value.agency_code);
        is_whole || value.agency_code == agency || (code == agency && on == Some(lineage.on))
    };
    let sum = |one: AgencyValue, other: &AgencyValue| AgencyValue {
        measure: one.measure.add_counts(other.measure),
        is_reporting: one.is_reporting || other.is_reporting,
        ..one
    };
    let mut parts = values.iter().filter(is_part);
    let first = parts.next()?.clone();
    Some(parts.fold(first, sum))
}
