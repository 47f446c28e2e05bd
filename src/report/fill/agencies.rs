//! A row for each agency, a column for each metric; everything together below.

use std::collections::HashMap;

use super::{
    super::{
        ReportError,
        paper::{Block, Cell, Table},
    },
    Draft,
    draft::{floor, is_below},
};
use crate::{catalog::report::Section, warehouse::read::Value};

impl Draft<'_> {
    pub fn agencies(&self, section: &Section) -> Result<Vec<Block>, ReportError> {
        let say = |id: &str| self.words().say(id, &[]);
        let mut metrics = self.metrics_of(section)?;
        self.press.warehouse.foresee(&metrics, &[self.period], false)?;
        // What no system says has no column.
        let mut told = Vec::new();
        for metric in &metrics {
            let whole = self.whole(metric, self.period, false)?;
            told.push(whole.is_some_and(|whole| whole.value(metric.unit).is_some()));
        }
        let mut is_told = told.into_iter();
        metrics.retain(|_| is_told.next() == Some(true));
        let mut heads = vec![(say("report.order"), 6), (say("column.agency"), 26)];
        heads.extend(metrics.iter().map(|metric| (metric.short_name.clone(), 14)));
        let caption = self.filled(&say("report.agencies.caption"))?;
        let mut table = Table::new(say("report.agencies"), caption, heads);
        let (mut order, mut columns) = (Vec::new(), Vec::new());
        for metric in &metrics {
            let (values, targets) =
                (self.ranked(metric, self.period, false)?, self.targets(metric)?);
            for value in &values {
                if !order.iter().any(|(code, _)| *code == value.agency_code) {
                    order.push((value.agency_code.clone(), value.agency_name.clone()));
                }
            }
            let values: HashMap<String, Value> =
                values.into_iter().map(|value| (value.agency_code.clone(), value)).collect();
            columns.push((*metric, values, targets));
        }
        for (code, name) in &order {
            let cells = columns.iter().map(|(metric, values, targets)| match values.get(code) {
                Some(value) => Cell::measure(metric.unit, Some(value.measure))
                    .bad(is_below(metric, targets, value))
                    .limited(metric.unit, floor(metric, targets, value).map(|it| it.value)),
                None => Cell::text("–"),
            });
            let name = [Cell::number(table.lines.len() + 1), Cell::text(name.clone())];
            table.line(name.into_iter().chain(cells.collect::<Vec<_>>()));
        }
        if table.lines.is_empty() {
            return Ok(Vec::new());
        }
        let mut whole = vec![Cell::text(""), Cell::text(say("report.total"))];
        for metric in &metrics {
            whole.push(Cell::measure(metric.unit, self.whole(metric, self.period, false)?));
        }
        table.strong(whole);
        table.drawn = Some(2);
        Ok(vec![Block::Table(table), Block::Note(say("report.bad"))])
    }
}
