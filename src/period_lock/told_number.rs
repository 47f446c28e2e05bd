//! What of a number is told to who asks.

use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period, sight::DataScope},
    warehouse::query::{AgencyValue, Warehouse},
};

/// What is known now of one agency.
pub(super) fn find_now(values: &[AgencyValue], code: &str) -> Option<Measure> {
    let value = values.iter().find(|value| value.agency_code == code)?;
    Some(value.measure).filter(|measure| measure.gap.is_none())
}

/// A locked number as who asks may be told of it.
pub(super) fn told(warehouse: &Warehouse, metric: &Metric, measure: Measure) -> Measure {
    if warehouse.scope().has_rows() { measure } else { measure.suppress_small(metric.subject) }
}

/// The same of a row of many, beside the number of now: who sees no rows is not told what one or two subjects of a unit changed.
pub(super) fn told_of_unit(
    warehouse: &Warehouse,
    metric: &Metric,
    (then, now): (Measure, Option<Measure>),
) -> Measure {
    let then = told(warehouse, metric, then);
    let is_close = then.is_told() && now.is_some_and(|now| then.differs_nameably(now));
    let is_hidden = !warehouse.scope().has_rows() && metric.subject.is_sampled();
    if is_hidden && is_close { Measure::WITHHELD } else { then }
}

/// Whether who asks may see an agency; those who see everything see what is no agency any more, too.
pub(super) fn is_visible(warehouse: &Warehouse, code: &str, period: Period) -> bool {
    match warehouse.scope() {
        DataScope::All | DataScope::Aggregates => true,
        DataScope::Within(own) => {
            code == own
                || warehouse.agencies.is_under(code, own, period)
                || warehouse.agencies.at(code, period).is_some()
        }
    }
}
