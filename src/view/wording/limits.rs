//! How the limits of metrics are said.

use super::AnswerWording;
use crate::{catalog::metric::Metric, warehouse::query::ActiveTarget};

impl AnswerWording<'_> {
    /// `ngưỡng 90%`
    pub fn describe_limit(self, metric: &Metric, target: &ActiveTarget) -> String {
        let id = if target.is_floor { "limit.floor" } else { "limit.goal" };
        self.fill_phrase(id, &[("value", &self.limit_value(metric, target))])
    }

    /// `90%`
    pub fn limit_value(self, metric: &Metric, target: &ActiveTarget) -> String {
        let unit = if metric.unit.is_of_hundred() { "%" } else { "" };
        format!("{}{unit}", target.value.to_vietnamese())
    }
}
