//! Whether data comes in.

use jiff::{ToSpan, civil::Date};

use super::{AlertCheck, AlertDigests};
use crate::{
    catalog::settings::alerts::AlertSettings,
    delivery::DeliveryError,
    domain::{
        vietnamese_date::format_day,
        watch::{AlertKind, AlertObservation},
    },
};

/// For so many days a file that could not be taken in is worth a word.
const FAILED_DAYS: i64 = 7;

impl AlertDigests<'_> {
    /// Checks whether connectors have gone silent, the data is old, or files could not be ingested.
    pub(super) fn sources(&self, alerts: &AlertSettings) -> Result<Vec<AlertCheck>, DeliveryError> {
        let mut readings = Vec::new();
        if let Some(most) = alerts.source_silent_days {
            for total in self.warehouse.provenance.sum_by_connector()? {
                let name = &self.catalog.find_connector(&total.connector)?.name;
                let id = total.connector.clone();
                readings.push(self.aged(AlertKind::SourceSilent, &id, name, total.newest_on, most));
            }
        }
        if let (Some(most), Some(known)) = (alerts.data_stale_days, self.warehouse.known_until) {
            readings.push(self.aged(AlertKind::DataStale, "", "", known, most));
        }
        if alerts.ingest_failed {
            readings.extend(self.failed());
        }
        Ok(readings)
    }

    fn aged(
        &self,
        kind: AlertKind,
        subject: &str,
        name: &str,
        newest: Date,
        most: u16,
    ) -> AlertCheck {
        let is_old = newest < self.now.date().saturating_sub(i64::from(most).days());
        let shown = format_day(newest);
        let values = [("source", name), ("day", shown.as_str())];
        AlertCheck {
            kind,
            subject: subject.to_owned(),
            agency_code: String::new(),
            look: if is_old { AlertObservation::Bad } else { AlertObservation::Good },
            detail: self.fill_phrase(&format!("alert.{}", kind.id()), &values),
        }
    }

    /// Files the inbox moved aside in the last days; a report lies beside each.
    fn failed(&self) -> Vec<AlertCheck> {
        let Some(inbox) = self.failed_folder() else {
            return Vec::new();
        };
        let first = self.now.date().saturating_sub(FAILED_DAYS.days());
        let names = |folder: &std::path::Path| -> Vec<String> {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let failed = inbox.join("failed");
        let days = names(&failed).into_iter();
        let days = days.filter(|day| day.parse::<Date>().is_ok_and(|day| day >= first));
        let mut readings = Vec::new();
        for day in days {
            let files = names(&failed.join(&day));
            // The report of `a.csv` is `a.csv.txt`.
            for file in files.iter().filter(|file| files.contains(&format!("{file}.txt"))) {
                readings.push(AlertCheck {
                    kind: AlertKind::IngestFailed,
                    subject: format!("{day}/{file}"),
                    agency_code: String::new(),
                    look: AlertObservation::Bad,
                    detail: self.fill_phrase("alert.ingest_failed", &[("file", file)]),
                });
            }
        }
        readings
    }
}
