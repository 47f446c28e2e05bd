//! One agency, or all together, over time.

use super::{AnswerWording, ChartRequest, PictureError};
use crate::{
    chart::{ChartMark, TrendChart},
    domain::{measure::Measure, name::lower_first, period::Period, verdict::Verdict},
    warehouse::query::ActiveTargets,
};

impl ChartRequest<'_> {
    /// Makes the chart of a metric over the steps of the period, of one agency or of all together.
    pub(super) fn trend(&self, targets: &ActiveTargets) -> Result<TrendChart, PictureError> {
        let words = AnswerWording::new(self.catalog);
        let (about, steps) = (self.about()?, self.steps()?);
        let series = self.series(&about, self.metric, &steps)?;
        let whole = self.series(&about, self.metric, &[self.period])?.pop().flatten();
        let target = about.target(targets);
        let title = match whole {
            Some(whole) => words.say(
                "finding.trend",
                &[
                    ("agency", &about.name),
                    ("metric", &lower_first(&self.metric.name)),
                    ("value", &self.with_few(whole, targets)),
                ],
            ),
            None => words.say("finding.none", &[("metric", &lower_first(&self.metric.name))]),
        };
        let mark = |(step, measure): (&Period, Option<Measure>)| {
            let verdict = measure.map_or(Verdict::NoValue, |it| targets.verdict_under(target, it));
            self.mark(self.step_label(*step), measure, verdict)
        };
        let marks: Vec<ChartMark> = steps.iter().zip(series).map(mark).collect();
        let frame = self.starred(self.frame(title, "subtitle.ranking", None), &steps);
        Ok(TrendChart {
            frame: self.told_of_few(frame, targets.judge(), &marks),
            marks,
            limit: self.limit(target),
            full: self.full(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }

    /// `80,00% (ít hồ sơ)`
    fn with_few(&self, measure: Measure, targets: &ActiveTargets) -> String {
        let words = AnswerWording::new(self.catalog);
        let shown = words.value(self.metric, measure);
        let few = || words.say("value.few", &[("noun", &words.noun(self.metric))]);
        if targets.judge().is_few(measure) { format!("{shown} ({})", few()) } else { shown }
    }
}
