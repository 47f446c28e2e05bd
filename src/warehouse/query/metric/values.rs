//! A metric's value per agency for a period, computed or as published.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};

use super::{
    super::agency::hierarchy::AgencySums,
    daily_sums::DirectSums,
    queries::MetricQueries,
    value::{AgencyValue, MetricRequest, RequestKey},
};
use crate::{
    catalog::metric::Metric,
    domain::{known::DataGap, measure::Measure, period::Period},
    warehouse::WarehouseError,
};

/// Answers kept at a time; past that all are forgotten and asked anew.
const KEPT: usize = 4096;

impl MetricQueries {
    /// Values of all agencies, lowest first, then those of too few, then those without a value.
    pub fn values(
        &self,
        selection: &MetricRequest,
    ) -> Result<Arc<Vec<AgencyValue>>, WarehouseError> {
        if let Some(values) = self.answered(selection) {
            return Ok(values);
        }
        let MetricRequest { metric, period, published } = *selection;
        let mut made = self.make(&[metric], &[period], published)?;
        Ok(made.remove(&selection.key()).expect("what is asked for is made"))
    }

    /// Asks at once what a page is going to ask one by one: many metrics and periods cost little more than one.
    pub fn prefetch(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
        published: bool,
    ) -> Result<(), WarehouseError> {
        let is_new = |metric: &Metric, period: Period| {
            self.answered(&MetricRequest { metric, period, published }).is_none()
        };
        let metrics: Vec<&Metric> = (metrics.iter().copied())
            .filter(|metric| periods.iter().any(|period| is_new(metric, *period)))
            .collect();
        let periods: Vec<Period> = (periods.iter().copied())
            .filter(|period| metrics.iter().any(|metric| is_new(metric, *period)))
            .collect();
        if metrics.is_empty() { Ok(()) } else { self.make(&metrics, &periods, published).map(drop) }
    }

    /// Answers all of them, and keeps the answers. They are given back too: what is kept may be let go at any time.
    fn make(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
        published: bool,
    ) -> Result<HashMap<RequestKey, Arc<Vec<AgencyValue>>>, WarehouseError> {
        let own = self.direct_sums(metrics, periods, published)?;
        let mut made = HashMap::new();
        for (metric, own) in metrics.iter().copied().zip(own) {
            for (period, own) in periods.iter().copied().zip(own) {
                let selection = MetricRequest { metric, period, published };
                let values = self.arrange_values(&selection, &own);
                made.insert(selection.key(), Arc::new(values));
            }
        }
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() + made.len() > KEPT {
            answered.clear();
        }
        answered.extend(made.iter().map(|(asked, values)| (asked.clone(), Arc::clone(values))));
        Ok(made)
    }

    /// Why nobody knows the values of a period; a published figure is known where it is there.
    pub fn gap(&self, selection: &MetricRequest) -> Option<DataGap> {
        let MetricRequest { metric, period, published } = *selection;
        self.known_span(metric).gap(period).filter(|_| !published)
    }

    fn answered(&self, selection: &MetricRequest) -> Option<Arc<Vec<AgencyValue>>> {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.get(&selection.key()).cloned()
    }

    /// Sums up the tree, in their order.
    pub(in crate::warehouse::query) fn arrange_values(
        &self,
        selection: &MetricRequest,
        own: &DirectSums,
    ) -> Vec<AgencyValue> {
        let (memory, metric) = (&self.reader.memory, selection.metric);
        let summed = if selection.published {
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
        if !self.reader.scope().has_rows() && !selection.published {
            for value in &mut values {
                value.measure = value.measure.suppress_small(selection.metric.subject);
            }
        }
        values.sort_by(|a, b| {
            (a.measure.is_empty().cmp(&b.measure.is_empty()))
                .then(a.is_few.cmp(&b.is_few))
                .then_with(|| a.measure.compare(b.measure))
                .then_with(|| a.agency_code.cmp(&b.agency_code))
        });
        values
    }

    fn to_value(&self, summed: AgencySums, metric: &Metric, gap: Option<DataGap>) -> AgencyValue {
        let (numerator, denominator) = summed.sums;
        let counted = Measure::new(numerator, metric.denominator.is_some().then_some(denominator));
        let measure = gap.map_or(counted, Measure::unknown);
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
