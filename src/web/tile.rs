//! One number with its counts, its target and its change.

use super::{error::WebError, query::View};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        measure::{Measure, Unit},
        period::Period,
    },
    view::Wording,
    warehouse::read::{AgencyName, Selection, Warehouse},
};

pub struct Tile {
    pub id: String,
    pub name: String,
    pub value: String,
    pub counts: String,
    /// Against the target, and whether it is met.
    pub against: Option<(String, bool)>,
    pub change: String,
}

impl Tile {
    /// `measures` are of the period and of the one before; the target is the agency's, else the one for all.
    pub fn new(
        catalog: &Catalog,
        warehouse: &Warehouse,
        metric: &Metric,
        measures: (Measure, Option<Measure>),
        period: Period,
        agency: Option<&AgencyName>,
    ) -> Result<Self, WebError> {
        let words = Wording::new(catalog);
        let targets = warehouse.targets(&metric.id, period.end())?;
        let target = match agency {
            Some(agency) => targets.of(&agency.code, &agency.level),
            None => targets.general(),
        };
        let (now, before) = measures;
        Ok(Self {
            id: metric.id.clone(),
            name: metric.short_name.clone(),
            value: words.value(metric, now),
            counts: words.counts(metric, now),
            against: target.and_then(|target| words.against(metric, target, now)),
            change: words.change(metric, now, before, period.before()),
        })
    }
}

impl Tile {
    /// The share of agencies that reach the floor.
    pub fn of_agencies(catalog: &Catalog, reached: usize, judged: usize) -> Self {
        let words = Wording::new(catalog);
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let measure = Measure { numerator: count(reached), denominator: Some(count(judged)) };
        let counts = format!("{reached} / {judged} {}", words.level(&catalog.overview.level));
        Self {
            id: "agencies".into(),
            name: words.say("tile.agencies", &[]),
            value: measure
                .vietnamese(Unit::Percent)
                .unwrap_or_else(|| words.say("value.none", &[])),
            counts,
            against: None,
            change: String::new(),
        }
    }
}

/// The sum over the agencies that stand above all others: everything the warehouse holds.
pub fn total(warehouse: &Warehouse, metric: &Metric, view: View) -> Result<Measure, WebError> {
    let selection = Selection { metric, period: view.period, published: view.published };
    let values = warehouse.values(&selection)?;
    let tops = || values.iter().filter(|value| value.parent_code.is_none());
    Ok(Measure {
        numerator: tops().map(|value| value.measure.numerator).sum(),
        denominator: (metric.denominator.is_some())
            .then(|| tops().filter_map(|value| value.measure.denominator).sum()),
    })
}
