//! The portal's figures beside ours, of the newest period of which it published any.

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{decimal::FixedDecimal, period::Period},
    view::{AgencyComparison, compare_agencies},
    warehouse::query::{AgencyFilter, AgencyLevel},
};

impl ReportBuilder<'_> {
    /// Fills in our values beside the portal's figures, the largest difference first; metrics without a
    /// published period are left out.
    pub fn published_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let (mut blocks, several) = (Vec::new(), self.is_of_several()?);
        for metric in self.metrics_of(section)? {
            let Some(period) = self.published_period(metric)? else {
                continue;
            };
            let filter = AgencyFilter {
                level: several.then(|| AgencyLevel::Named(self.level().to_owned())),
                agency: self.agency.as_ref().map(|agency| agency.code.clone()),
                below: None,
            };
            let mut rows = compare_agencies(self.context.warehouse, metric, period, &filter)?;
            rows.retain(|row| row.published.is_some());
            // Where we have a number too, what differs most comes first; else the lowest published.
            rows.sort_by(|a, b| {
                let gap = |row: &AgencyComparison| row.difference(metric).map(FixedDecimal::abs);
                gap(b).cmp(&gap(a)).then_with(|| match (a.published, b.published) {
                    (Some(a), Some(b)) => a.compare_exactly(b),
                    _ => std::cmp::Ordering::Equal,
                })
            });
            if !rows.is_empty() {
                blocks
                    .push(ReportBlock::Table(self.compared_table(section, metric, period, &rows)));
                blocks.extend(self.cut(rows.len().min(section.at_most), rows.len()));
            }
        }
        Ok(blocks)
    }

    fn compared_table(
        &self,
        section: &SectionDefinition,
        metric: &Metric,
        period: Period,
        rows: &[AgencyComparison],
    ) -> ReportTable {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let heads = [
            (say("report.order"), 6),
            (say("column.agency"), 34),
            (say("column.ours"), 16),
            (say("column.published"), 16),
            (say("column.difference"), 16),
        ];
        let said = [("metric", metric.name.clone()), ("period", self.words().period_name(period))];
        let caption = self.say("report.published.caption", &said);
        let name = self.say("report.published.sheet", &[("metric", metric.short_name.clone())]);
        let mut table = ReportTable::new(name, caption, heads);
        for row in rows.iter().take(section.at_most) {
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(row.agency_name.clone()),
                ReportCell::from_measure(metric.unit, row.ours),
                ReportCell::from_measure(metric.unit, row.published),
                ReportCell::from_decimal(row.difference(metric)),
            ]);
        }
        table
    }

    /// The period itself, else the shortest one around its end that was published.
    fn published_period(&self, metric: &Metric) -> Result<Option<Period>, ReportError> {
        let published = self.context.published(metric)?;
        let around = Period::all_of(self.period.end());
        Ok([self.period].into_iter().chain(around).find(|period| published.contains(period)))
    }
}
