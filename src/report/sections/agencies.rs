//! A row for each agency, a column for each metric; everything together below.

use std::collections::HashMap;

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
    warehouse::query::{ActiveTargets, AgencyValue},
};

impl ReportBuilder<'_> {
    /// Fills in the table of agencies: a row each, a column for each metric that has a value, a total
    /// below.
    pub fn agency_table(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let mut metrics = self.metrics_of(section)?;
        // What no system says has no column.
        let mut told = Vec::new();
        for metric in &metrics {
            let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
            told.push(whole.is_some_and(|whole| whole.value(metric.unit).is_some()));
        }
        let mut is_told = told.into_iter();
        metrics.retain(|_| is_told.next() == Some(true));
        let mut heads = vec![(say("report.order"), 6), (say("column.agency"), 26)];
        heads.extend(metrics.iter().map(|metric| (metric.short_name.clone(), 14)));
        let caption = self.filled_phrase("report.agencies.caption")?;
        let mut table = ReportTable::new(say("report.agencies"), caption, heads);
        let (mut order, mut columns) = (Vec::new(), Vec::new());
        for metric in &metrics {
            let (values, targets) =
                (self.ranked(metric, self.period, MetricBasis::Computed)?, self.targets(metric)?);
            for value in &values {
                if !order.iter().any(|(code, _)| *code == value.agency_code) {
                    order.push((value.agency_code.clone(), value.agency_name.clone()));
                }
            }
            let values: HashMap<String, AgencyValue> =
                values.into_iter().map(|value| (value.agency_code.clone(), value)).collect();
            columns.push((*metric, values, targets));
        }
        let is_few = |code: &str| {
            let (_, values, _) = columns.first()?;
            values.get(code).map(|value| value.is_few)
        };
        for (code, name) in &order {
            // They come behind the ranked: a heading stands before the first.
            let is_first_few = is_few(code) == Some(true) && !table.has_heading();
            if let Some((metric, _, targets)) = columns.first().filter(|_| is_first_few) {
                table.heading(self.words().few_heading(metric, targets.verdict_rule()), 1);
            }
            let cells = columns.iter().map(|(metric, values, targets)| match values.get(code) {
                Some(value) => self.metric_cell(metric, targets, value),
                None => ReportCell::from_text("–"),
            });
            let name =
                [ReportCell::from_usize(table.numbered() + 1), ReportCell::from_text(name.clone())];
            table.line(name.into_iter().chain(cells.collect::<Vec<_>>()));
        }
        if table.lines.is_empty() {
            return Ok(Vec::new());
        }
        let mut whole = vec![ReportCell::from_text(""), ReportCell::from_text(say("report.total"))];
        for metric in &metrics {
            whole.push(ReportCell::from_measure(
                metric.unit,
                self.whole(metric, self.period, MetricBasis::Computed)?,
            ));
        }
        table.strong(whole);
        table.drawn = Some(2);
        Ok(vec![ReportBlock::Table(table), ReportBlock::Note(say("report.bad"))])
    }

    fn metric_cell(
        &self,
        metric: &Metric,
        targets: &ActiveTargets,
        value: &AgencyValue,
    ) -> ReportCell {
        let noun = self.words().noun(metric);
        let few = || self.words().fill_phrase("value.few", &[("noun", &noun)]);
        // What is not judged is held against nothing.
        let limit =
            targets.target_of_value(value).filter(|_| !value.is_few).map(|target| target.value);
        ReportCell::from_measure(metric.unit, Some(value.measure))
            .with_verdict(targets.judge_value(value))
            .with_note(value.is_few.then(few))
            .with_limit(targets.verdict_rule(), limit)
    }
}
