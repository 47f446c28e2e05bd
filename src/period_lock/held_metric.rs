//! A metric held against a lock whole: what all in scope come to together, and every unit apart.

use std::collections::BTreeSet;

use super::{
    locked_numbers::{LockedNumber, OF_ALL},
    locked_period::{LockedPeriod, ReportedNumber},
    told_number::{find_now, is_visible, told},
};
use crate::{
    catalog::metric::Metric,
    domain::{basis::MetricBasis, measure::Measure, period::Period, sight::DataScope},
    warehouse::{
        WarehouseError,
        query::{MetricRequest, Warehouse},
    },
};

/// What became of the number that was asked for, and of each unit of which it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMetric {
    pub number: ReportedNumber,
    /// The units that count otherwise now, by code; whoever makes up the number alone is not told of twice.
    pub units: Vec<(String, ReportedNumber)>,
}

impl HeldMetric {
    /// Whether the number and those of all units are as they were reported.
    pub fn is_same(&self) -> bool {
        self.number.is_same() && self.units.is_empty()
    }
}

impl LockedPeriod {
    /// What was reported of a metric, beside what a build counts now: of an agency, or of all in scope together, and of every unit below.
    /// `None` where the metric was not locked, or who asks sees none of it.
    pub fn hold_metric(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
        agency: Option<&str>,
    ) -> Result<Option<HeldMetric>, WarehouseError> {
        let Some(number) = self.hold_against(warehouse, (metric, period), agency)? else {
            return Ok(None);
        };
        let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
        let values = warehouse.metrics.values(&request)?;
        let mut tops = values.iter().filter(|value| value.parent_code.is_none());
        let alone = match agency {
            Some(code) => Some(code),
            None => tops.next().filter(|_| tops.next().is_none()).map(|it| it.agency_code.as_str()),
        };
        let is_asked = |code: &str| match agency {
            Some(agency) => warehouse.agencies.is_under(code, agency, period),
            None => true,
        };
        let known = values.iter().map(|value| value.agency_code.as_str());
        let codes: BTreeSet<&str> = (self.codes_of(warehouse, (metric, period)).into_iter())
            .chain(known)
            .filter(|code| Some(*code) != alone && is_asked(code))
            .collect();
        let held = codes.into_iter().map(|code| {
            let then = self.numbers.find_number(metric, code).and_then(LockedNumber::measure);
            let then = then.map(|measure| told(warehouse, metric, measure));
            (code.to_owned(), ReportedNumber { then, now: find_now(&values, code) })
        });
        // What everything goes through is the number itself by another name.
        let is_apart = |it: &ReportedNumber| !it.is_same() && *it != number;
        Ok(Some(HeldMetric { number, units: held.filter(|(_, it)| is_apart(it)).collect() }))
    }

    /// What was reported of all in scope together: over those of them that stood above all others, as a build sums them up.
    pub(super) fn sum_then(
        &self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
    ) -> Option<Measure> {
        let then = |code: &str| self.numbers.find_number(metric, code)?.measure();
        if !matches!(warehouse.scope(), DataScope::Within(_)) {
            return then(OF_ALL);
        }
        let codes = self.codes_of(warehouse, (metric, period));
        let is_top = |code: &&&str| {
            let is_above =
                |other: &&str| *other != **code && warehouse.agencies.is_under(code, other, period);
            !codes.iter().any(is_above)
        };
        codes.iter().filter(is_top).filter_map(|code| then(code)).reduce(Measure::add_counts)
    }

    /// The agencies in sight of which a metric was reported.
    fn codes_of<'l>(
        &'l self,
        warehouse: &Warehouse,
        (metric, period): (&Metric, Period),
    ) -> Vec<&'l str> {
        let of_metric = self.numbers.all().filter(|number| number.metric_id == metric.id);
        let codes = of_metric.map(|number| number.agency_code.as_str());
        codes.filter(|code| !code.is_empty() && is_visible(warehouse, code, period)).collect()
    }
}
