//! Those under the floor, each with the procedures and the dossiers that cause it.

use std::collections::BTreeMap;

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::{metric::Metric, report::SectionDefinition},
    domain::{
        decimal::{FixedDecimal, format_thousands},
        measure::Measure,
    },
    warehouse::query::{AgencyValue, DossierRow},
};

/// Agencies told in full, the lowest; the others have a line each.
const FULLY: usize = 10;
/// Procedures named for an agency.
const PROCEDURES: usize = 5;

impl ReportBuilder<'_> {
    /// Fills in the agencies under the floor: the lowest ten with procedures and dossiers, the others a
    /// line each.
    pub fn below(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let mut blocks = Vec::new();
        let mut under = self.under_floor(metric, self.period)?;
        let own = self.itself_under_floor(metric)?;
        // The dossiers of those below it are listed under each of them.
        let of_others =
            own.as_ref().filter(|_| !under.is_empty()).map(|own| own.agency_code.clone());
        under.splice(0..0, own);
        let (fully, briefly) = under.split_at(under.len().min(FULLY));
        for value in fully {
            let rows = self.context.rows(metric, self.period, Some(&value.agency_code), true)?;
            if self.code() != Some(&value.agency_code) {
                let name =
                    format!("{}: {}", value.agency_name, self.with_counts(metric, value.measure));
                blocks.push(ReportBlock::Heading(2, name));
            }
            blocks.push(ReportBlock::Paragraph(self.needed(metric, value, rows.len())?));
            blocks.push(ReportBlock::Table(self.procedures(value, &rows)));
            if of_others.as_ref() != Some(&value.agency_code) {
                blocks.extend(self.dossier_table(section, &rows, &value.agency_name));
            }
        }
        if !briefly.is_empty() {
            blocks.push(ReportBlock::Table(self.others(
                metric,
                briefly,
                "report.others.caption",
            )?));
        }
        let few = self.few_beyond(metric)?;
        if few.is_empty() {
            return Ok(blocks);
        }
        // Nobody is under the floor, and some have too few for that to be said of them.
        if let Some(empty) = section.empty.as_ref().filter(|_| blocks.is_empty()) {
            blocks.push(ReportBlock::Paragraph(self.filled(empty)?));
        }
        blocks.push(ReportBlock::Table(self.others(metric, &few, "report.few.caption")?));
        if let [own] = &few[..]
            && self.code() == Some(&own.agency_code)
        {
            let rows = self.context.rows(metric, self.period, self.code(), true)?;
            blocks.extend(self.dossier_table(section, &rows, &own.agency_name));
        }
        Ok(blocks)
    }

    /// Some of them, a line each: a province may have a hundred.
    fn others(
        &self,
        metric: &Metric,
        values: &[AgencyValue],
        caption: &str,
    ) -> Result<ReportTable, ReportError> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let heads = [
            (say("report.order"), 6),
            (say("column.agency"), 26),
            (say("report.now"), 14),
            (say("report.overdue"), 12),
            (say("report.worst"), 42),
        ];
        let (noun, enough) =
            (self.words().noun(metric), self.targets(metric)?.verdict_rule().enough);
        let said = [("noun", noun.clone()), ("enough", enough.to_string())];
        let mut table = ReportTable::new(say("report.others"), self.say(caption, &said), heads);
        for value in values {
            let rows = self.context.rows(metric, self.period, Some(&value.agency_code), true)?;
            let worst = self.by_procedure(&rows).into_iter().next();
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(value.agency_name.clone()),
                ReportCell::from_measure(metric.unit, Some(value.measure)).with_note(
                    value.is_few.then(|| self.words().fill_phrase("value.few", &[("noun", &noun)])),
                ),
                ReportCell::from_usize(rows.len()),
                ReportCell::from_text(
                    worst.map_or("–".into(), |(name, overdue)| format!("{name} ({overdue})")),
                ),
            ]);
        }
        Ok(table)
    }

    /// How many are overdue, and how many on time it takes to be at the floor again.
    fn needed(
        &self,
        metric: &Metric,
        value: &AgencyValue,
        overdue: usize,
    ) -> Result<String, ReportError> {
        let [value, floor, needed] = self.judged(metric, value)?;
        let overdue = format_thousands(i64::try_from(overdue).unwrap_or(i64::MAX));
        Ok(self.say("report.needed", &[("overdue", overdue), value, floor, needed]))
    }

    /// What each procedure costs, in points of the whole.
    fn procedures(&self, value: &AgencyValue, rows: &[DossierRow]) -> ReportTable {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let heads = [
            (say("report.order"), 6),
            (say("column.procedure"), 60),
            (say("report.overdue"), 15),
            (say("report.gain"), 15),
        ];
        let caption = self
            .words()
            .fill_phrase("report.procedures.caption", &[("agency", &value.agency_name)]);
        let name = self.sheet_of("report.procedures", &value.agency_name);
        let mut table = ReportTable::new(name, caption, heads);
        let Measure { denominator, .. } = value.measure;
        for (name, overdue) in self.by_procedure(rows).into_iter().take(PROCEDURES) {
            let gain = denominator.and_then(|whole| FixedDecimal::of_fraction(overdue, whole, 100));
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(name),
                ReportCell::from_count(overdue),
                ReportCell::from_decimal(gain),
            ]);
        }
        table
    }

    /// Procedures and how many of the dossiers are theirs, those with most first.
    pub fn by_procedure(&self, rows: &[DossierRow]) -> Vec<(String, i64)> {
        let mut of: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows {
            let name = row.procedure_name.clone().or_else(|| row.procedure_code.clone());
            let name = name.unwrap_or_else(|| self.words().fill_phrase("value.unknown", &[]));
            *of.entry(name).or_default() += 1;
        }
        let mut most: Vec<(String, i64)> = of.into_iter().collect();
        most.sort_by_key(|(_, overdue)| std::cmp::Reverse(*overdue));
        most
    }
}
