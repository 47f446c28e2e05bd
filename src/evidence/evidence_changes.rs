//! What of a locked period is counted otherwise since, as a table of the zip.

use super::evidence_tables::EvidenceTables;
use crate::{
    catalog::metric::Metric,
    period_lock::LockedPeriod,
    view::{ExportCell, ExportTable},
    warehouse::WarehouseError,
};

/// Dossiers of a metric that are listed; no period of an office has as many.
const LISTED: u64 = 10_000_000;

impl EvidenceTables<'_> {
    /// A row for each subject that is counted otherwise, or at another agency, than when the period was locked, by metric, with why and
    /// how it was and is counted. Erased dossiers of a metric are one row without a code.
    pub fn changes(&self, lock: &LockedPeriod) -> Result<ExportTable, WarehouseError> {
        let mut table = self.begin_table(
            "thay-doi",
            &[
                "code",
                "metric",
                "evidence.reason",
                "subject",
                "agency_code",
                "agency",
                "evidence.then",
                "evidence.now",
                "evidence.change_numerator",
                "evidence.change_denominator",
            ],
        );
        for metric in &self.catalog.metrics {
            if lock.hold_against(self.warehouse, (metric, self.period), None)?.is_none() {
                continue;
            }
            let asked = (metric, self.period);
            for one in lock.list_changed(self.warehouse, asked, None, LISTED)? {
                let agency = self.warehouse.agencies.find_name(&one.agency_code, self.period);
                let agency = agency.unwrap_or_default().to_owned();
                let sides = [one.then, one.now].map(|it| self.words.lock_counting(metric, it));
                let change = (one.now.0 - one.then.0, one.now.1 - one.then.1);
                let named = [one.subject_id, one.agency_code, agency];
                table.push_row(self.change_cells(metric, &one.reason, (named, sides), change));
            }
            let change = lock.explain_change(self.warehouse, asked, None)?;
            let without_code = ["erased", "remainder"];
            let changes = change.map(|it| it.changes).unwrap_or_default();
            for one in changes.iter().filter(|one| without_code.contains(&one.reason.as_str())) {
                let change = (one.numerator, one.denominator);
                let none = (Default::default(), Default::default());
                table.push_row(self.change_cells(metric, &one.reason, none, change));
            }
        }
        Ok(table)
    }

    fn change_cells(
        &self,
        metric: &Metric,
        reason: &str,
        (named, [then, now]): ([String; 3], [String; 2]),
        (numerator, denominator): (i64, i64),
    ) -> Vec<ExportCell> {
        let [code, agency_code, agency] = named;
        vec![
            metric.id.as_str().into(),
            metric.name.as_str().into(),
            self.words.lock_reason(reason).into(),
            code.into(),
            agency_code.into(),
            agency.into(),
            then.into(),
            now.into(),
            ExportCell::from_count(Some(numerator)),
            ExportCell::from_count(Some(denominator)),
        ]
    }
}
