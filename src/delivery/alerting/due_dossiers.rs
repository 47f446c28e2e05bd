//! Dossiers that must be finished within days and are not.

use jiff::civil::DateTime;

use super::{AlertCheck, AlertDigests};
use crate::{
    catalog::settings::alerts::AlertSettings,
    delivery::DeliveryError,
    domain::{
        period::{Period, PeriodCalendar, PeriodShape},
        vietnamese_date::format_day,
        watch::{AlertKind, AlertObservation},
    },
    warehouse::query::RowsAsked,
};

/// Read at a time: they come by agency, and what is due soon may be the last one's.
const PAGE: u64 = 5_000;

impl AlertDigests<'_> {
    /// Checks which open dossiers are due within the working days the settings name; nothing where the
    /// calendar ends before.
    pub(super) fn due(&self, alerts: &AlertSettings) -> Result<Vec<AlertCheck>, DeliveryError> {
        let (Some(due), Some(known)) = (&alerts.due, self.warehouse.known_until) else {
            return Ok(Vec::new());
        };
        let today = self.now.date();
        let Some(last) = self.warehouse.dossiers.working_day_after(today, due.working_days)? else {
            return Ok(Vec::new());
        };
        // What is open is known up to the newest export, not up to today.
        let on = today.min(known);
        let period = Period { calendar: PeriodCalendar::Civil, shape: PeriodShape::Span(on, on) };
        let mut asked = RowsAsked {
            failing: true,
            at_most: PAGE,
            ..RowsAsked::new(self.catalog.find_metric(due.metric.get_ref())?, period)
        };
        let mut readings = Vec::new();
        let mut rows = self.warehouse.dossiers.list(&asked)?.rows;
        while rows.len() as u64 == asked.skip + PAGE {
            asked.skip += PAGE;
            rows.extend(self.warehouse.dossiers.list(&asked)?.rows);
        }
        for row in rows {
            let Some(day) = row.due_at.map(DateTime::date) else {
                continue;
            };
            if (today..=last).contains(&day) {
                let shown = format_day(day);
                let name = row.procedure_name.unwrap_or_default();
                let values =
                    [("dossier", row.dossier_code.as_str()), ("day", &shown), ("procedure", &name)];
                readings.push(AlertCheck {
                    kind: AlertKind::DueDossier,
                    detail: self.fill_phrase("alert.due_dossier", &values),
                    subject: row.dossier_code.clone(),
                    agency_code: row.agency_code,
                    look: AlertObservation::Bad,
                });
            }
        }
        Ok(readings)
    }
}
