//! Where the numbers are from: how fresh, what was left out, by which rules.

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportCell, ReportTable},
    },
    ReportBuilder,
};
use crate::{catalog::report::SectionDefinition, domain::sight::DataScope};

impl ReportBuilder<'_> {
    /// Fills in the table of connectors with their newest day; with file and row counts where the
    /// document is of all and shows all.
    pub fn source_table(
        &self,
        section: &SectionDefinition,
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        let count = |number: u64| ReportCell::from_count(i64::try_from(number).unwrap_or(i64::MAX));
        // Rows are counted by file, not by agency: a paper of one agency says only how fresh they are.
        let is_counted = self.agency.is_none() && *self.context.warehouse.scope() == DataScope::All;
        let mut heads = vec![(say("column.source.name"), 36), (say("report.newest"), 16)];
        if is_counted {
            heads.extend([
                (say("report.files"), 10),
                (say("report.kept_rows"), 14),
                (say("report.layout_rows"), 14),
                (say("report.rejected_rows"), 14),
            ]);
        }
        let caption =
            if is_counted { "report.sources.caption" } else { "report.sources.newest.caption" };
        let mut table = ReportTable::new(say("report.sources"), say(caption), heads);
        for total in self.context.sources()?.iter() {
            let name = self
                .context
                .catalog
                .find_connector(&total.connector)
                .map(|known| known.name.clone());
            let name = name.unwrap_or_else(|_| total.connector.clone());
            let mut cells = vec![ReportCell::from_text(name), ReportCell::date(total.newest_on)];
            if is_counted {
                cells.extend([
                    count(total.files),
                    count(total.rows_kept),
                    count(total.rows_layout),
                    count(total.rows_rejected).mark_bad(total.rows_rejected > 0),
                ]);
            }
            table.line(cells);
        }
        let mut blocks = vec![ReportBlock::Table(table)];
        for metric in self.metrics_of(section)? {
            let said = [
                ("metric", metric.name.as_str()),
                ("rule", &metric.rule_name),
                ("numerator", &metric.numerator),
                ("denominator", metric.denominator.as_deref().unwrap_or("–")),
            ];
            blocks.push(ReportBlock::Note(self.words().fill_phrase("report.rule", &said)));
        }
        if is_counted {
            blocks.extend(self.context.backups.clone().map(ReportBlock::Note));
        }
        Ok(blocks)
    }
}
