//! A metric's value over all agencies in sight together.

use super::{
    super::warehouse::Warehouse,
    value::{Selection, Value},
};
use crate::{
    domain::{known::Gap, measure::Measure},
    warehouse::WarehouseError,
};

impl Warehouse {
    /// The sum over those that stand above all others; `None` where nobody has a value, though they could be known. What is withheld of
    /// one is of the sum.
    pub fn total(&self, selection: &Selection) -> Result<Option<Measure>, WarehouseError> {
        let values = self.values(selection)?;
        let tops = values.iter().filter(|value: &&Value| value.parent_code.is_none());
        let not_published = selection.published.then_some(Gap::NotPublished);
        let unknown = || self.gap(selection).or(not_published).map(Measure::unknown);
        Ok(tops.map(|value| value.measure).reduce(Measure::plus).or_else(unknown))
    }
}
