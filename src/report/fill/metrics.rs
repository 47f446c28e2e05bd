//! A row for each metric: now, before, what was set, what the portal says.

use super::{
    super::{
        ReportError,
        paper::{Block, Cell, Table},
    },
    Draft,
};
use crate::{
    catalog::{metric::Metric, report::Section},
    domain::{measure::Measure, verdict::Verdict},
    view::Judged,
};

impl Draft<'_> {
    pub fn metrics(&self, section: &Section) -> Result<Vec<Block>, ReportError> {
        let say = |id: &str| self.words().say(id, &[]);
        let heads = [
            (say("report.order"), 6),
            (say("column.metric"), 26),
            (say("report.now"), 15),
            (say("column.numerator"), 10),
            (say("column.denominator"), 10),
            (say("column.before"), 12),
            (say("report.set"), 20),
            (say("column.published"), 11),
        ];
        let caption = self.filled(&say("report.metrics.caption"))?;
        let mut table = Table::new(say("report.metrics"), caption, heads);
        for metric in self.metrics_of(section)? {
            let now = self.told(metric, self.whole(metric, self.period, false)?);
            let published = self.told(metric, self.whole(metric, self.period, true)?);
            if now.is_none() && published.is_none() {
                continue;
            }
            let before = self.told(metric, self.whole(metric, self.period.before(), false)?);
            let (set, verdict) = self.set(metric, now)?;
            let counts = now.and_then(|now| Some((now.numerator, now.denominator?)));
            table.line([
                Cell::number(table.lines.len() + 1),
                Cell::text(metric.short_name.clone()),
                Cell::measure(metric.unit, now).judged(verdict),
                counts.map_or_else(|| Cell::text("–"), |(numerator, _)| Cell::count(numerator)),
                counts.map_or_else(|| Cell::text("–"), |(_, denominator)| Cell::count(denominator)),
                Cell::measure(metric.unit, before),
                Cell::text(set),
                Cell::measure(metric.unit, published),
            ]);
        }
        Ok(if table.lines.is_empty() { Vec::new() } else { vec![Block::Table(table)] })
    }

    /// A measure that says something: a count of nought does, nothing over nothing does not.
    fn told(&self, metric: &Metric, measure: Option<Measure>) -> Option<Measure> {
        measure.filter(|measure| measure.value(metric.unit).is_some())
    }

    /// "ngưỡng 90%, đạt", and the verdict.
    fn set(&self, metric: &Metric, now: Option<Measure>) -> Result<(String, Verdict), ReportError> {
        let targets = self.targets(metric)?;
        let target = match &self.agency {
            Some(agency) => targets.of(&agency.code, &agency.level),
            None => targets.general(),
        };
        let Some(target) = target else {
            return Ok(("–".into(), Verdict::NoTarget));
        };
        let verdict = now.map_or(Verdict::NoValue, |now| targets.verdict_under(Some(target), now));
        Ok(match Judged::new(self.words(), metric, target, verdict) {
            Some(judged) => (judged.text.replace(" · ", ", "), verdict),
            None => (self.words().limit(metric, target), verdict),
        })
    }
}
