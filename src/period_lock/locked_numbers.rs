//! The numbers of a lock: a table that any spreadsheet opens, of exact integers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{basis::MetricBasis, measure::Measure, period::Period},
    warehouse::{
        WarehouseError,
        query::{MetricRequest, Warehouse},
    },
};

/// The code under which the number of all agencies together stands.
pub const OF_ALL: &str = "";

/// Holds what was reported of one metric and agency. Without a numerator nobody knew it; a count has no denominator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedNumber {
    pub metric_id: String,
    pub agency_code: String,
    pub agency_name: String,
    pub level: String,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
}

/// Holds all numbers of a lock by metric and agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LockedNumbers(BTreeMap<(String, String), LockedNumber>);

impl LockedNumber {
    /// The number as it was counted; `None` where nobody knew it.
    pub fn measure(&self) -> Option<Measure> {
        self.numerator.map(|numerator| Measure::new(numerator, self.denominator))
    }
}

impl LockedNumbers {
    /// Asks a build that shows everything for all numbers of a period.
    pub fn of_build(
        catalog: &Catalog,
        warehouse: &Warehouse,
        period: Period,
    ) -> Result<Self, WarehouseError> {
        let mut numbers = Vec::new();
        for metric in &catalog.metrics {
            let request = MetricRequest { metric, period, basis: MetricBasis::Computed };
            let number = |code: &str, name: &str, level: &str, measure: Measure| {
                let known = Some(measure).filter(|it| it.gap.is_none());
                LockedNumber {
                    metric_id: metric.id.clone(),
                    agency_code: code.to_owned(),
                    agency_name: name.to_owned(),
                    level: level.to_owned(),
                    numerator: known.map(|it| it.numerator),
                    denominator: known.and_then(|it| it.denominator),
                }
            };
            let total = warehouse.metrics.total(&request)?;
            numbers.extend(total.map(|measure| number(OF_ALL, "", "", measure)));
            numbers.extend(warehouse.metrics.values(&request)?.iter().map(|value| {
                number(&value.agency_code, &value.agency_name, &value.level, value.measure)
            }));
        }
        Ok(numbers.into_iter().collect())
    }

    /// What was reported of a metric and an agency, or of all together under `OF_ALL`.
    pub fn find_number(&self, metric: &Metric, agency: &str) -> Option<&LockedNumber> {
        self.0.get(&(metric.id.clone(), agency.to_owned()))
    }

    /// Lists all numbers, by metric and agency.
    pub fn all(&self) -> impl Iterator<Item = &LockedNumber> {
        self.0.values()
    }

    /// Whether anything is known in it.
    pub fn has_any(&self) -> bool {
        self.0.values().any(|number| number.numerator.is_some())
    }

    /// Writes them as CSV.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for number in self.0.values() {
            // What is written to memory cannot fail.
            let _ = writer.serialize(number);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// Reads them from CSV; `None` where it is none.
    pub fn parse_csv(bytes: &[u8]) -> Option<Self> {
        csv::Reader::from_reader(bytes).into_deserialize().collect::<Result<_, _>>().ok()
    }
}

impl FromIterator<LockedNumber> for LockedNumbers {
    fn from_iter<I: IntoIterator<Item = LockedNumber>>(numbers: I) -> Self {
        let keyed = numbers
            .into_iter()
            .map(|number| ((number.metric_id.clone(), number.agency_code.clone()), number));
        Self(keyed.collect())
    }
}
