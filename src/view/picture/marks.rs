//! Marks of a picture, and the line they are held against.

use super::{super::judged::mark_tone, AnswerWording, ChartRequest};
use crate::{
    chart::{ChartMark, LimitLine, MarkTone},
    domain::{
        decimal::FixedDecimal,
        measure::{BetterDirection, Measure},
        verdict::Verdict,
    },
    warehouse::query::{ActiveTarget, ActiveTargets, AgencyValue},
};

impl ChartRequest<'_> {
    /// Makes a mark of a value, toned by its verdict.
    pub(super) fn make_mark(
        &self,
        label: String,
        measure: Option<Measure>,
        verdict: Verdict,
    ) -> ChartMark {
        let words = AnswerWording::new(self.catalog);
        let value = measure.and_then(|measure| measure.value(self.metric.unit));
        let beyond = verdict.limit_distance().filter(|_| verdict.is_missed());
        ChartMark {
            label,
            value: value.map(FixedDecimal::to_f64),
            text: measure.map_or(String::new(), |measure| words.format_value(self.metric, measure)),
            tone: mark_tone(verdict),
            gap: beyond.map_or(0.0, |gap| gap.size.to_f64()),
        }
    }

    /// The mark of an agency, which says so where there are too few.
    pub(super) fn agency_mark(
        &self,
        label: String,
        value: &AgencyValue,
        targets: &ActiveTargets,
    ) -> ChartMark {
        let words = AnswerWording::new(self.catalog);
        let mark = self.make_mark(label, Some(value.measure), targets.judge_value(value));
        // Where nothing is set, too few are too few all the same.
        let tone = if value.is_few { MarkTone::Few } else { mark.tone };
        ChartMark { text: words.ranked_value(self.metric, value), tone, ..mark }
    }

    /// Makes the line that values are held against; `None` where nothing is set.
    pub(super) fn limit_line(&self, target: Option<&ActiveTarget>) -> Option<LimitLine> {
        let words = AnswerWording::new(self.catalog);
        target.map(|target| LimitLine {
            value: target.value.to_f64(),
            is_ceiling: self.metric.better == BetterDirection::Lower,
            label: words.describe_limit(self.metric, target),
        })
    }

    /// The end of the scale, for shares.
    pub(super) fn axis_maximum(&self) -> Option<f64> {
        (self.metric.unit.is_of_hundred()).then_some(100.0)
    }
}
