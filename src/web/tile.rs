//! One number with its counts, its target and its change.

use super::{error::WebError, query::View};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{
        measure::{Measure, Unit},
        period::Period,
    },
    view::Wording,
    warehouse::read::{Selection, Warehouse},
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
    /// `measures` are of the period and of the one before.
    pub fn new(
        catalog: &Catalog,
        warehouse: &Warehouse,
        metric: &Metric,
        measures: (Measure, Option<Measure>),
        period: Period,
    ) -> Result<Self, WebError> {
        let words = Wording::new(catalog);
        let target = warehouse.target(&metric.id, period.end())?;
        let (now, before) = measures;
        Ok(Self {
            id: metric.id.clone(),
            name: metric.short_name.clone(),
            value: words.value(metric, now),
            counts: words.counts(now),
            against: target.and_then(|target| words.against(metric, &target, now)),
            change: words.change(metric, now, before, period.before()),
        })
    }
}

impl Tile {
    /// The share of agencies that reach the floor.
    pub fn of_agencies(catalog: &Catalog, reached: usize, judged: usize) -> Self {
        let words = Wording::new(catalog);
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let measure = Measure {
            numerator: count(reached),
            denominator: Some(count(judged)),
        };
        let counts = format!(
            "{reached} / {judged} {}",
            words.level(&catalog.overview.level)
        );
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
    let is_count = metric.denominator.is_none();
    let selection = Selection {
        metric_id: &metric.id,
        is_count,
        period: view.period,
        published: view.published,
    };
    let values = warehouse.values(&selection)?;
    let tops = || values.iter().filter(|value| value.parent_code.is_none());
    Ok(Measure {
        numerator: tops().map(|value| value.measure.numerator).sum(),
        denominator: (!is_count)
            .then(|| tops().filter_map(|value| value.measure.denominator).sum()),
    })
}
