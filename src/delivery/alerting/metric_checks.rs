//! Each agency's metrics against their limits.

use super::{AlertCheck, AlertDigests};
use crate::{
    catalog::{
        metric::Metric,
        settings::alerts::{AlertSettings, CurrentPeriod, MetricAlert},
    },
    delivery::DeliveryError,
    domain::basis::MetricBasis,
    domain::{
        period::Period,
        threshold::Threshold,
        verdict::{Verdict, VerdictRule},
        watch::{AlertKind, AlertObservation},
    },
    view::AnswerWording,
    warehouse::query::{ActiveTarget, AgencyFilter, AgencyLevel, AgencyValue, MetricRequest},
};

impl AlertDigests<'_> {
    /// Checks the values of the metrics the settings watch against their targets, for the current
    /// period of each.
    pub(super) fn metrics(&self, alerts: &AlertSettings) -> Result<Vec<AlertCheck>, DeliveryError> {
        let mut readings = Vec::new();
        for watched in &alerts.metrics {
            let metric = self.catalog.find_metric(watched.id.get_ref())?;
            // Without an export of its kind no period is the current one.
            let Some(newest) = self.warehouse.metrics.known_span(metric).until else {
                continue;
            };
            let period = match watched.period {
                CurrentPeriod::Week => Period::week_of(newest),
                CurrentPeriod::Month => Period::month_of(newest),
                CurrentPeriod::Year => Period::year_of(newest),
            };
            let targets = self.warehouse.metrics.targets(metric, period.end())?;
            let level = AgencyLevel::Named(watched.level.clone());
            let filter = AgencyFilter { level: Some(level), ..AgencyFilter::default() };
            let basis = MetricBasis::Computed;
            let values = self.warehouse.metrics.values(&MetricRequest { metric, period, basis })?;
            for value in filter.select_values(metric, &values) {
                let Some(target) = targets.target_of_value(&value).filter(|target| target.is_floor)
                else {
                    continue;
                };
                readings.push(AlertCheck {
                    kind: AlertKind::Metric,
                    // The same metric may be watched by the week and by the month.
                    subject: format!("{} {}", metric.id, watched.period.id()),
                    agency_code: value.agency_code.clone(),
                    look: look(watched, targets.verdict_rule(), &value, target),
                    detail: self.value_said(metric, &value, target, period),
                });
            }
        }
        Ok(readings)
    }

    fn value_said(
        &self,
        metric: &Metric,
        value: &AgencyValue,
        target: &ActiveTarget,
        period: Period,
    ) -> String {
        let words = AnswerWording::new(self.catalog);
        let asked = MetricRequest { metric, period, basis: MetricBasis::Computed };
        let values = [
            ("agency", value.agency_name.clone()),
            ("metric", metric.short_name.clone()),
            ("value", words.format_value(metric, value.measure)),
            ("fraction", words.format_fraction(value.measure)),
            ("limit", words.describe_limit(metric, target)),
            ("period", words.asked_period_name(self.warehouse, &asked)),
        ];
        let id = if value.measure.denominator.is_some() { "alert.metric" } else { "alert.count" };
        self.fill_phrase(id, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }
}

/// Strictly on the wrong side is bad; over it is only what is right by enough. Of too few, as pages have it or as this alert asks
/// for, nothing is said.
fn look(
    watched: &MetricAlert,
    judge: VerdictRule,
    value: &AgencyValue,
    target: &ActiveTarget,
) -> AlertObservation {
    let judge = VerdictRule { enough: judge.enough.max(watched.at_least), ..judge };
    match judge.judge_measure(value.measure, Some(target.target_kind())) {
        Verdict::NoTarget | Verdict::NoValue | Verdict::SmallSample { .. } => {
            AlertObservation::Unknown
        }
        Verdict::FloorMissed(_) | Verdict::GoalMissed(_) => AlertObservation::Bad,
        Verdict::Met(_) => {
            let by: Option<Threshold> = watched.hysteresis.get_ref().parse().ok();
            let is_clear =
                by.is_none_or(|by| judge.is_clear(value.measure, target.target_kind(), by));
            if is_clear { AlertObservation::Good } else { AlertObservation::Nearly }
        }
    }
}
