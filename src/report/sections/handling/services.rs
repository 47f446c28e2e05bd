//! A line for each service: what its metrics say, and how long its dossiers took.

use std::collections::HashMap;

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::measure::Measure,
    view::list_contributions,
    warehouse::query::{BreakdownDimension, DurationSpread, HandlingAsked},
};

/// What a metric says of each procedure, by its code.
type MeasureByCode = HashMap<Option<String>, Measure>;

impl ReportBuilder<'_> {
    /// Fills in how many days dossiers took by procedure, by the section's first metric, beside what its other metrics say of each;
    /// nothing where no dossier was done.
    pub fn services_section(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let metrics = self.metrics_of(section)?;
        let Some((days, rates)) = metrics.split_first() else { return Ok(Vec::new()) };
        let asked = HandlingAsked { metric: days, period: self.period, agency: self.code() };
        let times = self.context.warehouse.dossiers.read_dossier_times(&asked)?;
        let Some(all) = times.all else { return Ok(Vec::new()) };
        let said = rates.iter().map(|metric| self.measures_by_procedure(metric));
        let said = said.collect::<Result<Vec<MeasureByCode>, ReportError>>()?;
        let mut table = self.services_table(section, rates)?;
        let shown = times.procedures.len().min(section.at_most);
        for procedure in times.procedures.iter().take(shown) {
            let unknown = || self.say("value.unknown", &[]);
            let name = procedure.name.clone().or_else(|| procedure.code.clone());
            let order = ReportCell::from_usize(table.lines.len() + 1);
            let name = ReportCell::from_text(name.unwrap_or_else(unknown));
            let rates = rates.iter().zip(&said).map(|(metric, said)| {
                ReportCell::from_measure(metric.unit, said.get(&procedure.code).copied())
            });
            let cells: Vec<ReportCell> =
                [order, name].into_iter().chain(rates).chain(day_cells(procedure.days)).collect();
            table.line(cells);
        }
        let mut whole =
            vec![ReportCell::from_text(""), ReportCell::from_text(self.say("report.total", &[]))];
        for metric in rates {
            let basis = crate::domain::basis::MetricBasis::Computed;
            let measure = self.whole(metric, self.period, basis)?;
            whole.push(ReportCell::from_measure(metric.unit, measure));
        }
        whole.extend(day_cells(all));
        table.strong(whole);
        let cut = self.cut(shown, times.procedures.len());
        let note = ReportBlock::Note(self.say("report.services.note", &[]));
        Ok([ReportBlock::Table(table), note].into_iter().chain(cut).collect())
    }

    fn measures_by_procedure(&self, metric: &Metric) -> Result<MeasureByCode, ReportError> {
        let parts = list_contributions(
            self.context.catalog,
            self.context.warehouse,
            (metric, self.period),
            self.code(),
            BreakdownDimension::Procedure,
        )?;
        Ok(parts.into_iter().map(|part| (part.code, part.measure)).collect())
    }

    fn services_table(
        &self,
        section: &SectionDefinition,
        rates: &[&Metric],
    ) -> Result<ReportTable, ReportError> {
        let caption = self.filled_phrase("report.services.caption")?;
        let rates = rates.iter().map(|metric| (metric.short_name.clone(), 12));
        let heads: Vec<(String, u16)> =
            [(self.say("report.order", &[]), 5), (self.say("column.procedure", &[]), 36)]
                .into_iter()
                .chain(rates)
                .chain(
                    ["done", "median", "ninetieth", "longest"]
                        .map(|column| (self.say(&format!("report.services.{column}"), &[]), 10)),
                )
                .collect();
        let name = self.sheet_name(section, &self.say("report.services.sheet", &[]));
        Ok(ReportTable::new(name, caption, heads))
    }
}

/// Makes the cells of how long dossiers took, in days.
pub(super) fn day_cells(days: DurationSpread) -> [ReportCell; 4] {
    [days.counted, days.median, days.ninetieth, days.longest].map(ReportCell::from_count)
}
