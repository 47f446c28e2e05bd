//! A row for each metric: now, before, what was set, what the portal says.

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::basis::MetricBasis,
    domain::{measure::Measure, verdict::Verdict},
    view::JudgedValue,
};

impl ReportBuilder<'_> {
    /// Fills in the table of metrics: value, counts, the period before, target and published figure.
    pub fn metric_table(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
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
        let caption = self.filled_phrase("report.metrics.caption")?;
        let mut table = ReportTable::new(say("report.metrics"), caption, heads);
        for metric in self.metrics_of(section)? {
            let now = self.measure_with_value(
                metric,
                self.whole(metric, self.period, MetricBasis::Computed)?,
            );
            let published = self.measure_with_value(
                metric,
                self.whole(metric, self.period, MetricBasis::Published)?,
            );
            if now.is_none() && published.is_none() {
                continue;
            }
            let before = self.measure_with_value(
                metric,
                self.whole(metric, self.period.previous_period(), MetricBasis::Computed)?,
            );
            let (set, verdict) = self.target_text(metric, now)?;
            let counts = now.and_then(|now| Some((now.numerator, now.denominator?)));
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(metric.short_name.clone()),
                ReportCell::from_measure(metric.unit, now).with_verdict(verdict),
                counts.map_or_else(
                    || ReportCell::from_text("–"),
                    |(numerator, _)| ReportCell::from_count(numerator),
                ),
                counts.map_or_else(
                    || ReportCell::from_text("–"),
                    |(_, denominator)| ReportCell::from_count(denominator),
                ),
                ReportCell::from_measure(metric.unit, before),
                ReportCell::from_text(set),
                ReportCell::from_measure(metric.unit, published),
            ]);
        }
        Ok(if table.lines.is_empty() { Vec::new() } else { vec![ReportBlock::Table(table)] })
    }

    /// A measure that says something: a count of nought does, nothing over nothing does not.
    fn measure_with_value(&self, metric: &Metric, measure: Option<Measure>) -> Option<Measure> {
        measure.filter(|measure| measure.value(metric.unit).is_some())
    }

    /// "ngưỡng 90%, đạt", and the verdict.
    fn target_text(
        &self,
        metric: &Metric,
        now: Option<Measure>,
    ) -> Result<(String, Verdict), ReportError> {
        let targets = self.targets(metric)?;
        let target = match &self.agency {
            Some(agency) => targets.target_for(&agency.code, &agency.level),
            None => targets.general_target(),
        };
        let Some(target) = target else {
            return Ok(("–".into(), Verdict::NoTarget));
        };
        let verdict = now.map_or(Verdict::NoValue, |now| targets.judge_under(Some(target), now));
        Ok(match JudgedValue::new(self.words(), metric, target, verdict) {
            Some(judged) => (judged.text.replace(" · ", ", "), verdict),
            None => (self.words().describe_limit(metric, target), verdict),
        })
    }
}
