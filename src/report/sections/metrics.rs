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
    domain::{known::KnownPart, measure::Measure, period::Period, verdict::Verdict},
    view::JudgedValue,
    warehouse::query::MetricRequest,
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
        let (mut told, mut told_before) = (Vec::new(), Vec::new());
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
            told.extend(now.map(|_| metric));
            told_before.extend(before.map(|_| metric));
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
        if table.lines.is_empty() {
            return Ok(Vec::new());
        }
        let notes = self.part_notes(&told).into_iter().chain(self.before_notes(&told_before));
        Ok(std::iter::once(ReportBlock::Table(table)).chain(notes).collect())
    }

    /// Says which metrics are of other days than the name of the report says, and of which.
    pub fn part_notes(&self, metrics: &[&Metric]) -> Vec<ReportBlock> {
        let known = &self.context.warehouse.metrics;
        let of_report = known.known_part_of_dossiers(self.period);
        let is_other = |metric: &&&Metric| {
            let from = of_report.from.filter(|_| !metric.is_stock_alone());
            let asked = self.asked_of(metric, self.period);
            known.known_part(&asked) != KnownPart { from, ..of_report }
        };
        let others: Vec<&Metric> = metrics.iter().filter(is_other).copied().collect();
        self.name_parts("report.part", &others, self.period)
    }

    /// Says of which days the numbers of the period before are, where these are not all of it.
    fn before_notes(&self, metrics: &[&Metric]) -> Vec<ReportBlock> {
        let before = self.period.previous_period();
        let known = &self.context.warehouse.metrics;
        let is_cut =
            |metric: &&&Metric| !known.known_part(&self.asked_of(metric, before)).is_whole();
        let cut: Vec<&Metric> = metrics.iter().filter(is_cut).copied().collect();
        self.name_parts("report.part_before", &cut, before)
    }

    /// A sentence for each part of a period, with the metrics that are of it.
    fn name_parts(&self, id: &str, metrics: &[&Metric], period: Period) -> Vec<ReportBlock> {
        let mut parts: Vec<(String, Vec<&str>)> = Vec::new();
        for metric in metrics {
            let name = self.metric_period_name(metric, period);
            match parts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, of)) => of.push(&metric.short_name),
                None => parts.push((name, vec![&metric.short_name])),
            }
        }
        let said = parts
            .into_iter()
            .map(|(period, of)| self.say(id, &[("metrics", of.join(", ")), ("period", period)]));
        said.map(ReportBlock::Paragraph).collect()
    }

    fn asked_of<'m>(&self, metric: &'m Metric, period: Period) -> MetricRequest<'m> {
        MetricRequest { metric, period, basis: MetricBasis::Computed }
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
