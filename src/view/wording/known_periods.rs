//! How a period is named of which not every day is known.

use super::AnswerWording;
use crate::{
    domain::{known::KnownPart, period::Period, vietnamese_date::format_day},
    warehouse::query::{MetricRequest, Warehouse},
};

impl AnswerWording<'_> {
    /// `năm 2024 (đến ngày 31/01/2024)`: of a period that is not known from its beginning to its end.
    pub fn known_period_name(self, period: Period, part: KnownPart) -> String {
        self.name_known_part(self.period_name(period), part)
    }

    /// The same of the period that a metric is asked of.
    pub fn asked_period_name(self, warehouse: &Warehouse, asked: &MetricRequest) -> String {
        self.known_period_name(asked.period, warehouse.metrics.known_part(asked))
    }

    /// A name of a period, with the days it is known of where that is not all of it.
    pub fn name_known_part(self, period: String, part: KnownPart) -> String {
        match (part.from.map(format_day), part.until.map(format_day)) {
            (None, None) => period,
            (None, Some(day)) => {
                self.fill_phrase("period.cut", &[("period", &period), ("day", &day)])
            }
            (Some(day), None) => {
                self.fill_phrase("period.begun", &[("period", &period), ("day", &day)])
            }
            (Some(first), Some(last)) => self.fill_phrase(
                "period.within",
                &[("period", &period), ("first", &first), ("last", &last)],
            ),
        }
    }
}
