//! One agency over time.

use super::{Picture, PictureError, Wording};
use crate::{
    chart::{Mark, Trend},
    domain::{name::lower_first, verdict::Verdict},
    warehouse::read::{Selection, Targets, Value},
};

impl Picture<'_> {
    pub(super) fn trend(&self, targets: &Targets) -> Result<Trend, PictureError> {
        let words = Wording::new(self.catalog);
        let selection =
            Selection { metric: self.metric, period: self.period, published: self.published };
        let agency = self.one_agency()?;
        let series = self.warehouse.series(&selection, &agency, &self.period.steps())?;
        let whole = self
            .warehouse
            .series(&selection, &agency, &[self.period])?
            .pop()
            .and_then(|(_, value)| value);
        let target = match &whole {
            Some(value) => targets.of_value(value),
            None => targets.general(),
        };
        let title = match &whole {
            Some(value) => words.say(
                "finding.trend",
                &[
                    ("agency", &value.agency_name),
                    ("metric", &lower_first(&self.metric.name)),
                    ("value", &words.ranked(self.metric, value)),
                ],
            ),
            None => words.say("finding.none", &[("metric", &lower_first(&self.metric.name))]),
        };
        let marks = series.into_iter().map(|(period, value)| {
            let measure = value.map(|value| value.measure);
            let verdict = measure.map_or(Verdict::NoValue, |it| targets.verdict_under(target, it));
            self.mark(words.short_period(period), measure, verdict)
        });
        let marks: Vec<Mark> = marks.collect();
        let frame = self.frame(title, "subtitle.ranking", None);
        Ok(Trend {
            frame: self.told_of_few(frame, targets.judge(), &marks),
            marks,
            limit: self.limit(target),
            full: self.full(),
            unit: if self.metric.unit.is_of_hundred() { "%".into() } else { String::new() },
        })
    }

    /// The agency asked for, else the one above all others.
    pub(super) fn one_agency(&self) -> Result<String, PictureError> {
        let Self { metric, period, published, .. } = *self;
        match self.agency {
            Some(code) => Ok(code.to_owned()),
            None => top(&self.warehouse.values(&Selection { metric, period, published })?),
        }
    }
}

/// The one agency that all others stand under.
fn top(values: &[Value]) -> Result<String, PictureError> {
    let tops: Vec<&Value> = values.iter().filter(|value| value.parent_code.is_none()).collect();
    match tops[..] {
        [top] => Ok(top.agency_code.clone()),
        _ => Err(PictureError::NoAgency { agencies: tops.len() }),
    }
}
