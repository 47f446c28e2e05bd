//! Lists: dossiers by their code, agencies by their name. No column names a person.

use std::collections::BTreeMap;

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition, domain::basis::MetricBasis,
    domain::decimal::format_thousands, warehouse::query::DossierRow,
};

/// Agencies named where all of them are too many.
const NAMED: usize = 20;

impl ReportBuilder<'_> {
    /// The dossiers behind the section's metric.
    pub fn dossiers(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let mut rows = self.context.rows(metric, self.period, self.code(), true)?;
        // What is due first comes first, whoever has it.
        rows.sort_by_key(|row| row.due_at);
        let title = match &section.title {
            Some(title) => self.filled(title)?,
            None => metric.short_name.clone(),
        };
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let several = self.is_of_several()?;
        let (shown, all) = (rows.len().min(section.at_most), rows.len());
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let mut heads = vec![(say("report.order"), 5)];
        if several {
            heads.push((say("column.agency"), 14));
        }
        heads.extend([
            (say("column.dossier_code"), 29),
            (say("column.procedure"), 22),
            (say("column.due_at"), 12),
            (say("column.status"), 12),
            (say("column.lateness"), 14),
        ]);
        let caption = self.words().fill_phrase(
            "report.dossiers.caption",
            &[
                ("title", &title),
                ("count", &format_thousands(i64::try_from(all).unwrap_or(i64::MAX))),
            ],
        );
        let mut table = ReportTable::new(metric.short_name.clone(), caption, heads);
        for row in rows.iter().take(shown) {
            let mut cells = vec![ReportCell::from_usize(table.lines.len() + 1)];
            if several {
                cells.push(ReportCell::from_text(self.agency_name(&row.agency_code)));
            }
            let status = self.context.catalog.vocabulary.display_name("status", &row.status);
            cells.extend([
                ReportCell::from_text(row.dossier_code.clone()),
                ReportCell::from_text(row.procedure_name.clone().unwrap_or_else(|| "–".into())),
                ReportCell::from_day(row.due_at),
                ReportCell::from_text(status),
                ReportCell::from_text(self.words().describe_lateness(&row.lateness)),
            ]);
            table.line(cells);
        }
        let by_agency = several.then(|| self.by_agency(&rows));
        let blocks = by_agency.into_iter().chain([ReportBlock::Table(table)]);
        Ok(blocks.chain(self.cut(shown, all)).collect())
    }

    /// "Xã An Sơn (12); …", those with most first.
    fn by_agency(&self, rows: &[DossierRow]) -> ReportBlock {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *of.entry(&row.agency_code).or_default() += 1;
        }
        let mut most: Vec<(&str, usize)> = of.into_iter().collect();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut names = Vec::new();
        for (code, count) in most.iter().take(NAMED) {
            names.push(format!("{} ({count})", self.agency_name(code)));
        }
        let rest = if most.len() > NAMED { "; …" } else { "" };
        let names = names.join("; ") + rest;
        ReportBlock::Paragraph(self.words().fill_phrase("report.by_agency", &[("names", &names)]))
    }

    /// Late dossiers of one agency: when they were due, when they ended, and how late that was; the latest first.
    pub fn dossier_table(
        &self,
        section: &SectionDefinition,
        rows: &[DossierRow],
        agency: &str,
    ) -> Vec<ReportBlock> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let mut rows: Vec<&DossierRow> = rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.lateness.working_days_overdue));
        let heads = [
            (say("report.order"), 6),
            (say("column.dossier_code"), 31),
            (say("column.procedure"), 28),
            (say("column.due_at"), 12),
            (say("column.ended_at"), 12),
            (say("report.days_overdue"), 11),
        ];
        let caption = self.words().fill_phrase("report.overdue.caption", &[("agency", agency)]);
        let mut table = ReportTable::new(say("report.overdue.name"), caption, heads);
        let shown = rows.len().min(section.at_most);
        for row in rows.iter().take(shown) {
            table.line([
                ReportCell::from_usize(table.lines.len() + 1),
                ReportCell::from_text(row.dossier_code.clone()),
                ReportCell::from_text(row.procedure_name.clone().unwrap_or_else(|| "–".into())),
                ReportCell::from_day(row.due_at),
                ReportCell::from_day(row.ended_at),
                row.lateness.working_days_overdue.map_or_else(
                    || ReportCell::from_text(self.words().describe_lateness(&row.lateness)),
                    ReportCell::from_count,
                ),
            ]);
        }
        [ReportBlock::Table(table)].into_iter().chain(self.cut(shown, rows.len())).collect()
    }

    /// Agencies that have anything of the section's metric, those with most first.
    pub fn named(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let metric = self.metric_of(section)?;
        let mut values = self.ranked(metric, self.period, MetricBasis::Computed)?;
        values.retain(|value| value.measure.numerator > 0);
        values.sort_by_key(|value| std::cmp::Reverse(value.measure.numerator));
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let is_one_each = values.iter().all(|value| value.measure.numerator == 1);
        let name = |value: &crate::warehouse::query::AgencyValue| {
            if is_one_each {
                return value.agency_name.clone();
            }
            format!("{} ({})", value.agency_name, format_thousands(value.measure.numerator))
        };
        let names: Vec<String> = values.iter().take(section.at_most).map(name).collect();
        let rest = if values.len() > section.at_most { "; …" } else { "" };
        let said = [("count", values.len().to_string()), ("names", names.join("; ") + rest)];
        Ok(vec![ReportBlock::Paragraph(self.say("report.named", &said))])
    }

    /// What is said where not all are listed.
    pub fn cut(&self, shown: usize, all: usize) -> Option<ReportBlock> {
        let said = [("shown", shown.to_string()), ("all", all.to_string())];
        (shown < all).then(|| ReportBlock::Note(self.say("report.cut", &said)))
    }

    /// Names the agency of a code in the period; returns the code where no agency has it.
    pub fn agency_name(&self, code: &str) -> String {
        self.context.warehouse.agencies.find_name(code, self.period).unwrap_or(code).to_owned()
    }
}
