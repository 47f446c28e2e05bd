//! Which end of a ranking is looked at first.

use crate::{
    catalog::metric::Metric, domain::measure::BetterDirection, warehouse::query::AgencyValue,
};

/// Values that stand lowest first, the worst first; those of too few, and those without a value, stay behind the others.
pub fn worst_first(metric: &Metric, values: &mut [AgencyValue]) {
    if metric.better == BetterDirection::Lower {
        values.sort_by(|a, b| {
            (a.measure.is_empty().cmp(&b.measure.is_empty()))
                .then(a.is_few.cmp(&b.is_few))
                .then_with(|| b.measure.compare_exactly(a.measure))
        });
    }
}
