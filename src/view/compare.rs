//! Ours beside the portal's, the period before, and the same period a year before.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    catalog::metric::Metric,
    domain::{decimal::Hundredths, measure::Measure, period::Period},
    warehouse::{
        WarehouseError,
        read::{Filter, Warehouse},
    },
};

/// One agency's numbers side by side; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub agency_code: String,
    pub agency_name: String,
    pub ours: Option<Measure>,
    pub published: Option<Measure>,
    pub before: Option<Measure>,
    pub year_before: Option<Measure>,
}

impl Comparison {
    /// Ours less the published.
    pub fn difference(&self, metric: &Metric) -> Option<Hundredths> {
        let ours = self.ours?.value(metric.unit)?;
        Some(ours.minus(self.published?.value(metric.unit)?))
    }
}

/// Every agency that has a number in any of the four, by its code.
pub fn compared(
    warehouse: &Warehouse,
    metric: &Metric,
    period: Period,
    filter: &Filter,
) -> Result<Vec<Comparison>, WarehouseError> {
    let asked = [
        (period, false),
        (period, true),
        (period.before(), false),
        (period.year_before(), false),
    ];
    let mut names = BTreeMap::new();
    let mut columns: Vec<BTreeMap<String, Measure>> = Vec::new();
    for (period, published) in asked {
        let mut column = BTreeMap::new();
        for value in warehouse.listed(metric, period, published, filter)? {
            names
                .entry(value.agency_code.clone())
                .or_insert(value.agency_name);
            if !value.measure.is_empty() {
                column.insert(value.agency_code, value.measure);
            }
        }
        columns.push(column);
    }
    let listed: BTreeSet<&String> = columns.iter().flat_map(BTreeMap::keys).collect();
    let row = |code: &String| {
        let of = |column: usize| columns[column].get(code).copied();
        Comparison {
            agency_code: code.clone(),
            agency_name: names[code].clone(),
            ours: of(0),
            published: of(1),
            before: of(2),
            year_before: of(3),
        }
    };
    Ok(listed.into_iter().map(row).collect())
}

/// Our number in the middle: as many agencies have a higher as a lower one. Of an even number of them, the lower middle one.
pub fn median(metric: &Metric, rows: &[Comparison]) -> Option<Measure> {
    let mut ours: Vec<Measure> = (rows.iter().filter_map(|row| row.ours))
        .filter(|measure| measure.value(metric.unit).is_some())
        .collect();
    ours.sort_by(|a, b| a.compare(*b));
    ours.get(ours.len().checked_sub(1)? / 2).copied()
}
