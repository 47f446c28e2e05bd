//! The register of letters of apology: overdue dossiers, open or done, and when a letter was sent for each.

use std::collections::BTreeSet;

use super::super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::catalog::report::SectionDefinition;

impl ReportBuilder<'_> {
    /// Fills in the register of apology letters for overdue dossiers, by due day; returns nothing where
    /// none is overdue.
    pub fn letters(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
        for metric in self.metrics_of(section)? {
            // With a letter or without: the metric of letters fails only without one.
            let of_metric = self.context.rows(metric, self.period, self.code(), false)?;
            rows.extend(of_metric.into_iter().filter(|row| seen.insert(row.dossier_code.clone())));
        }
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        rows.sort_by(|a, b| (&a.due_at, &a.dossier_code).cmp(&(&b.due_at, &b.dossier_code)));
        let (sent, several) = (self.context.letters()?, self.is_of_several()?);
        let (shown, all) = (rows.len().min(section.at_most), rows.len());
        let without = rows.iter().filter(|row| !sent.contains_key(&row.dossier_code)).count();
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let mut heads = vec![(say("report.order"), 5)];
        if several {
            heads.push((say("column.agency"), 13));
        }
        heads.extend([
            (say("column.dossier_code"), 25),
            (say("column.procedure"), 17),
            (say("column.due_at"), 15),
            (say("column.ended_at"), 15),
            (say("report.letters.sent"), 15),
        ]);
        let mut table =
            ReportTable::new(say("report.letters"), say("report.letters.caption"), heads);
        for row in rows.iter().take(shown) {
            let mut cells = vec![ReportCell::from_usize(table.lines.len() + 1)];
            if several {
                cells.push(ReportCell::from_text(self.agency_name(&row.agency_code)));
            }
            let letter = sent.get(&row.dossier_code);
            cells.extend([
                ReportCell::from_text(row.dossier_code.clone()),
                ReportCell::from_text(row.procedure_name.clone().unwrap_or_else(|| "–".into())),
                ReportCell::from_day(row.due_at),
                ReportCell::from_day(row.ended_at),
                match letter {
                    Some(on) => ReportCell::from_day(Some(*on)),
                    None => ReportCell::from_text(say("report.letters.none")).mark_bad(true),
                },
            ]);
            table.line(cells);
        }
        let said = [("all", all.to_string()), ("without", without.to_string())];
        let blocks = [
            ReportBlock::Paragraph(self.say("report.letters.count", &said)),
            ReportBlock::Table(table),
        ];
        Ok(blocks.into_iter().chain(self.cut(shown, all)).collect())
    }
}
