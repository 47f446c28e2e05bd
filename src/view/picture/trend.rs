//! One agency, or all together, over time.

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    chart::{ChartMark, TrendChart},
    domain::{measure::Measure, name::lower_first, period::Period, verdict::Verdict},
    warehouse::query::ActiveTargets,
};

impl ChartRequest<'_> {
    /// Makes the chart of a metric over the steps of the period, of one agency or of all together.
    pub(super) fn trend_chart(&self, targets: &ActiveTargets) -> Result<TrendChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let (about, steps) = (self.find_subject()?, self.known_steps()?);
        let series = self.subject_series(&about, self.metric, &steps)?;
        let whole = self.subject_series(&about, self.metric, &[self.period])?.pop().flatten();
        let target = about.find_target(targets);
        let title = match whole {
            Some(whole) => words.fill_phrase(
                "finding.trend",
                &[
                    ("agency", &about.name),
                    ("metric", &lower_first(&self.metric.name)),
                    ("value", &self.value_with_note(whole, targets)),
                ],
            ),
            None => {
                words.fill_phrase("finding.none", &[("metric", &lower_first(&self.metric.name))])
            }
        };
        let mark = |(step, measure): (&Period, Option<Measure>)| {
            let verdict = measure.map_or(Verdict::NoValue, |it| targets.judge_under(target, it));
            self.make_mark(self.step_label(*step), measure, verdict)
        };
        let marks: Vec<ChartMark> = steps.iter().zip(series).map(mark).collect();
        let frame = self.explain_star(self.chart_frame(title, "subtitle.ranking", None), &steps);
        Ok(TrendChart {
            frame: self.explain_hollow_marks(frame, targets.verdict_rule(), &marks),
            marks,
            limit: self.limit_line(target),
            full: self.axis_maximum(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }

    /// `80,00% (ít hồ sơ)`
    fn value_with_note(&self, measure: Measure, targets: &ActiveTargets) -> String {
        let words = AnswerWording::new(self.catalog);
        let shown = words.format_value(self.metric, measure);
        let few = || words.fill_phrase("value.few", &[("noun", &words.noun(self.metric))]);
        if targets.verdict_rule().is_few(measure) { format!("{shown} ({})", few()) } else { shown }
    }
}
