//! A row for each agency, a column for each metric; everything together below.

use std::{collections::HashMap, sync::Arc};

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

/// Letters of a heading that stand over a column of counts in three lines.
const LONG_NAME: usize = 24;

/// A metric with what it says of each agency, by its code.
struct MetricColumn<'m> {
    metric: &'m Metric,
    values: HashMap<String, AgencyValue>,
    targets: Arc<ActiveTargets>,
}

/// How an agency stands in a ranking, in the order they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RankGroup {
    Ranked,
    /// Over too few to be ranked.
    Few,
    Nothing,
}

impl MetricColumn<'_> {
    fn group(&self, code: &str) -> RankGroup {
        let value = self.values.get(code);
        match value.filter(|it| it.measure.value(self.metric.unit).is_some()) {
            None => RankGroup::Nothing,
            Some(value) if value.is_few => RankGroup::Few,
            Some(_) => RankGroup::Ranked,
        }
    }

    /// What is noted of a number stands in the same line.
    fn width(&self) -> u16 {
        let has_note = self.values.values().any(|value| value.is_few);
        // A long name takes lines of more than one word.
        let has_long_name = self.metric.short_name.chars().count() > LONG_NAME;
        match (has_note, self.metric.denominator.is_some()) {
            (true, _) => 21,
            (false, true) => 13,
            (false, false) if has_long_name => 16,
            (false, false) => 9,
        }
    }
}

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
            columns.push(MetricColumn { metric, values, targets });
        }
        // Those of too few come behind the ranked, those without a value last; a heading stands before the first of each.
        let group = |code: &str| columns.first().map_or(RankGroup::Ranked, |it| it.group(code));
        order.sort_by_key(|(code, _)| group(code));
        let mut heads = vec![(say("report.order"), 5), (say("column.agency"), 22)];
        heads.extend(columns.iter().map(|it| (it.metric.short_name.clone(), it.width())));
        let caption = self.filled_phrase("report.agencies.caption")?;
        let name = self.sheet_name(section, &say("report.agencies"));
        let mut table = ReportTable::new(name, caption, heads);
        let mut last = RankGroup::Ranked;
        for (code, name) in &order {
            let new = group(code);
            if let Some(column) = columns.first().filter(|_| new != last) {
                table.heading(self.group_heading(column, new), 1);
                last = new;
            }
            let cells = columns.iter().map(|column| match column.values.get(code) {
                Some(value) => self.metric_cell(column.metric, &column.targets, value),
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
        let mut blocks = vec![ReportBlock::Table(table), ReportBlock::Note(say("report.bad"))];
        blocks.extend(self.part_notes(&metrics));
        Ok(blocks)
    }

    fn group_heading(&self, column: &MetricColumn, group: RankGroup) -> String {
        match group {
            RankGroup::Nothing => {
                self.say("few.nothing", &[("noun", self.words().noun(column.metric))])
            }
            _ => self.words().few_heading(column.metric, column.targets.verdict_rule()),
        }
    }

    /// What a metric says of an agency, with its verdict, and that it has too few where it has.
    pub fn metric_cell(
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
