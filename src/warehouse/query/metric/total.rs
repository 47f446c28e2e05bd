//! A metric's value over all agencies in sight together.

use super::{
    queries::MetricQueries,
    value::{AgencyValue, MetricRequest},
};
use crate::{
    domain::{known::DataGap, measure::Measure},
    warehouse::WarehouseError,
};

impl MetricQueries {
    /// The sum over those that stand above all others; `None` where nobody has a value, though they could be known. What is withheld of
    /// one is of the sum.
    pub fn total(&self, selection: &MetricRequest) -> Result<Option<Measure>, WarehouseError> {
        let values = self.values(selection)?;
        let tops = values.iter().filter(|value: &&AgencyValue| value.parent_code.is_none());
        let not_published = selection.basis.is_published().then_some(DataGap::NotPublished);
        let unknown = || self.gap(selection).or(not_published).map(Measure::from_gap);
        Ok(tops.map(|value| value.measure).reduce(Measure::add_counts).or_else(unknown))
    }
}
