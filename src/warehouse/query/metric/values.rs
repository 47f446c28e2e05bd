//! A metric's value per agency for a period, computed or as published.

use std::sync::Arc;

use super::{
    super::agency::hierarchy::AgencySums,
    daily_sums::DirectSums,
    queries::MetricQueries,
    value::{AgencyValue, MetricRequest},
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{known::DataGap, measure::Measure, period::Period},
    warehouse::WarehouseError,
};

impl MetricQueries {
    /// Values of all agencies, lowest first, then those of too few, then those without a value.
    pub fn values(
        &self,
        selection: &MetricRequest,
    ) -> Result<Arc<Vec<AgencyValue>>, WarehouseError> {
        let MetricRequest { metric, period, basis } = *selection;
        self.answered.get_or_insert_with(&selection.key(), || {
            let own = match basis {
                MetricBasis::Computed => self.reader.memory.direct_sums(metric, period, None)?,
                MetricBasis::Published => {
                    self.read_published_sums(&[metric], &[period])?.remove(0).remove(0)
                }
            };
            Ok(Arc::new(self.arrange_values(selection, &own)))
        })
    }

    /// Asks at once what a page is going to ask one by one: many published figures cost little more than one. What is computed is held
    /// by day, and costs the same either way.
    pub fn prefetch(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
        basis: MetricBasis,
    ) -> Result<(), WarehouseError> {
        if !basis.is_published() {
            return Ok(());
        }
        let is_new = |metric: &Metric, period: Period| {
            !self.answered.contains_key(&MetricRequest { metric, period, basis }.key())
        };
        let metrics: Vec<&Metric> = (metrics.iter().copied())
            .filter(|metric| periods.iter().any(|period| is_new(metric, *period)))
            .collect();
        let periods: Vec<Period> = (periods.iter().copied())
            .filter(|period| metrics.iter().any(|metric| is_new(metric, *period)))
            .collect();
        if metrics.is_empty() {
            return Ok(());
        }
        let own = self.read_published_sums(&metrics, &periods)?;
        for (metric, own) in metrics.iter().copied().zip(own) {
            for (period, own) in periods.iter().copied().zip(own) {
                let selection = MetricRequest { metric, period, basis };
                let values = Arc::new(self.arrange_values(&selection, &own));
                self.answered.insert(selection.key(), values);
            }
        }
        Ok(())
    }

    /// Why nobody knows the values of a period; a published figure is known where it is there.
    pub fn gap(&self, selection: &MetricRequest) -> Option<DataGap> {
        let MetricRequest { metric, period, basis } = *selection;
        self.known_span(metric).find_gap(period).filter(|_| !basis.is_published())
    }

    /// Sums up the tree, in their order.
    pub(in crate::warehouse::query) fn arrange_values(
        &self,
        selection: &MetricRequest,
        own: &DirectSums,
    ) -> Vec<AgencyValue> {
        let (memory, metric) = (&self.reader.memory, selection.metric);
        let summed = if selection.basis.is_published() {
            memory.sum_published(own, selection.period)
        } else {
            // What counts agencies, procedures or tasks counts those of their time.
            let follows_succession = metric.subject.is_sampled();
            memory.sum_computed(&metric.id, own, selection.period, follows_succession)
        };
        // A count that nobody knows is none, not 0.
        let is_count = metric.denominator.is_none();
        let known = summed.into_iter().filter(|summed| !(summed.is_untold && is_count));
        let gap = self.gap(selection);
        let mut values: Vec<AgencyValue> =
            known.map(|summed| self.to_value(summed, metric, gap)).collect();
        // What a portal published, everybody knows.
        if !self.reader.scope().has_rows() && !selection.basis.is_published() {
            for value in &mut values {
                value.measure = value.measure.suppress_small(selection.metric.subject);
            }
        }
        values.sort_by(|a, b| {
            (a.measure.is_empty().cmp(&b.measure.is_empty()))
                .then(a.is_few.cmp(&b.is_few))
                .then_with(|| a.measure.compare_exactly(b.measure))
                .then_with(|| a.agency_code.cmp(&b.agency_code))
        });
        values
    }

    fn to_value(&self, summed: AgencySums, metric: &Metric, gap: Option<DataGap>) -> AgencyValue {
        let (numerator, denominator) = summed.sums;
        let counted = Measure::new(numerator, metric.denominator.is_some().then_some(denominator));
        let measure = gap.map_or(counted, Measure::from_gap);
        let place = summed.place;
        AgencyValue {
            agency_name: place.map_or_else(|| summed.code.clone(), |place| place.name.clone()),
            agency_code: summed.code,
            level: place.map_or_else(String::new, |place| place.level.clone()),
            parent_code: summed.parent,
            is_reporting: summed.is_reporting,
            measure,
            is_few: self.verdict_rule(metric).is_few(measure),
        }
    }
}
