//! What of a lock is counted otherwise now, summed up: metrics, units, dossiers, and what is no longer counted at all.

use std::collections::BTreeSet;

use super::locked_period::LockedPeriod;
use crate::{
    catalog::metric::Metric,
    domain::{measure::MetricSubject, period::Period},
    warehouse::{WarehouseError, query::Warehouse},
};

/// Dossiers of a number that are told apart to be counted once.
const COUNTED: u64 = 1_000_000;

/// Sums up what of a lock is counted otherwise now.
#[derive(Debug, Clone, Default)]
pub struct LockSummary<'m> {
    /// Numbers that were held against their lock.
    pub held: usize,
    /// Metrics whose number differs, of the agency or of all in scope.
    pub differing: Vec<&'m Metric>,
    /// Metrics whose number is the same, while that of a unit differs.
    pub apart: Vec<&'m Metric>,
    /// Codes of the units of which any number differs.
    pub units: BTreeSet<String>,
    /// Names of the metrics that were locked and are no longer counted.
    pub gone: Vec<String>,
    /// Dossiers that are counted otherwise, or elsewhere, in any of them; none where who asks sees no dossier.
    pub dossiers: u64,
    /// Dossiers that were erased since.
    pub erased: u64,
}

impl LockSummary<'_> {
    /// Whether every number is as it was reported.
    pub fn is_same(&self) -> bool {
        self.count_metrics() == 0
    }

    /// How many metrics are not as they were reported, of anybody.
    pub fn count_metrics(&self) -> usize {
        self.differing.len() + self.apart.len() + self.gone.len()
    }
}

impl LockedPeriod {
    /// Holds every number of an agency, or of all in scope, and of the units below against the lock; dossiers are not counted.
    pub fn list_differing<'m>(
        &self,
        metrics: &'m [Metric],
        (warehouse, period): (&Warehouse, Period),
        agency: Option<&str>,
    ) -> Result<LockSummary<'m>, WarehouseError> {
        let mut summary = LockSummary::default();
        for metric in metrics {
            let Some(held) = self.hold_metric(warehouse, (metric, period), agency)? else {
                continue;
            };
            summary.held += 1;
            if !held.number.is_same() {
                summary.differing.push(metric);
            } else if !held.units.is_empty() {
                summary.apart.push(metric);
            }
            summary.units.extend(held.units.into_iter().map(|(code, _)| code));
        }
        summary.gone = self.list_gone(metrics);
        Ok(summary)
    }

    /// Names the metrics that were locked and are not among these.
    pub fn list_gone(&self, metrics: &[Metric]) -> Vec<String> {
        let is_gone = |id: &str| metrics.iter().all(|metric| metric.id != id);
        let gone = self.note.metrics.iter().filter(|locked| is_gone(&locked.id));
        gone.map(|locked| locked.name.clone()).collect()
    }

    /// The same, and how many dossiers make it.
    pub fn summarize<'m>(
        &self,
        metrics: &'m [Metric],
        (warehouse, period): (&Warehouse, Period),
        agency: Option<&str>,
    ) -> Result<LockSummary<'m>, WarehouseError> {
        let mut summary = self.list_differing(metrics, (warehouse, period), agency)?;
        let mut dossiers = BTreeSet::new();
        for metric in summary.differing.iter().chain(&summary.apart).copied() {
            let asked = (metric, period);
            if warehouse.scope().has_rows() && metric.subject == MetricSubject::Dossier {
                let changed = self.list_changed(warehouse, asked, agency, COUNTED)?;
                dossiers.extend(changed.into_iter().map(|one| one.subject_id));
                let erased = self.sum_erased(warehouse, metric, period, agency);
                summary.erased = summary.erased.max(erased.map_or(0, |change| change.subjects));
            }
        }
        summary.dossiers = dossiers.len() as u64;
        Ok(summary)
    }
}
