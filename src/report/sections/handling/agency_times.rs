//! A line for each agency: what its metrics say of its own dossiers, and how long these took.

use super::{
    super::{
        super::{
            ReportError,
            document::{ReportBlock, ReportCell, ReportTable},
        },
        ReportBuilder,
    },
    services::day_cells,
};
use crate::{
    catalog::report::SectionDefinition, domain::basis::MetricBasis, warehouse::query::HandlingAsked,
};

impl ReportBuilder<'_> {
    /// Fills in how many days dossiers took by the agency that solved them, by the section's first metric, beside what its other metrics
    /// say of the same agency's own; nothing where no dossier was done.
    pub fn agency_times_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metrics = self.metrics_of(section)?;
        let Some((days, rates)) = metrics.split_first() else { return Ok(Vec::new()) };
        let asked = HandlingAsked { metric: days, period: self.period, agency: self.code() };
        let dossiers = &self.context.warehouse.dossiers;
        let Some(all) = dossiers.read_dossier_times(&asked)?.all else { return Ok(Vec::new()) };
        let own = rates.iter().map(|metric| dossiers.sum_own(&HandlingAsked { metric, ..asked }));
        let own = own.collect::<Result<Vec<_>, _>>()?;
        let heads = [(self.say("report.order", &[]), 5), (self.say("column.agency", &[]), 36)];
        let rate_heads = rates.iter().map(|metric| (metric.short_name.clone(), 12));
        let day_heads = ["done", "median", "ninetieth", "longest"]
            .map(|column| (self.say(&format!("report.services.{column}"), &[]), 10));
        let heads: Vec<(String, u16)> =
            heads.into_iter().chain(rate_heads).chain(day_heads).collect();
        let caption = self.filled_phrase("report.agency_times.caption")?;
        let name = self.sheet_name(section, &self.say("report.agency_times.sheet", &[]));
        let mut table = ReportTable::new(name, caption, heads);
        for agency in dossiers.read_agency_times(&asked)? {
            let name = self.context.warehouse.agencies.find_name(&agency.code, self.period);
            let order = ReportCell::from_usize(table.lines.len() + 1);
            let name = ReportCell::from_text(name.unwrap_or(&agency.code));
            let rates = rates.iter().zip(&own).map(|(metric, own)| {
                ReportCell::from_measure(metric.unit, own.get(&agency.code).copied())
            });
            let cells: Vec<ReportCell> =
                [order, name].into_iter().chain(rates).chain(day_cells(agency.days)).collect();
            table.line(cells);
        }
        let mut whole =
            vec![ReportCell::from_text(""), ReportCell::from_text(self.say("report.total", &[]))];
        for metric in rates {
            let measure = self.whole(metric, self.period, MetricBasis::Computed)?;
            whole.push(ReportCell::from_measure(metric.unit, measure));
        }
        whole.extend(day_cells(all));
        table.strong(whole);
        let note = ReportBlock::Note(self.say("report.services.note", &[]));
        Ok(vec![ReportBlock::Table(table), note])
    }
}
