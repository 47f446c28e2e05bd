//! One agency, or all together, over time.

use super::{Picture, PictureError, Wording};
use crate::{chart::Trend, domain::name::lower_first, warehouse::read::Targets};

impl Picture<'_> {
    pub(super) fn trend(&self, targets: &Targets) -> Result<Trend, PictureError> {
        let words = Wording::new(self.catalog);
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
                    ("value", &words.value(self.metric, whole)),
                ],
            ),
            None => words.say("finding.none", &[("metric", &lower_first(&self.metric.name))]),
        };
        let marks = steps.iter().zip(series);
        let marks = marks.map(|(step, measure)| self.mark(self.step_label(*step), measure, target));
        let mut frame = self.frame(title, "subtitle.ranking", None);
        frame.subtitle += &self.star(&steps);
        Ok(Trend {
            frame,
            marks: marks.collect(),
            limit: self.limit(target),
            full: self.full(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }
}
