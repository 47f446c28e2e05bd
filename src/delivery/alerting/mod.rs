//! Looks at what may be wrong, and tells each recipient once, in one digest.
//!
//! Invariant: what is noted as told is in the outbox; both are written at once.

mod digest;
mod digest_text;
mod due_dossiers;
mod due_message;
mod due_windows;
mod metric_checks;
pub(super) mod owner_notices;
mod source_checks;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::{
    ToSpan,
    civil::{DateTime, Time},
};

use super::DeliveryError;
use crate::{
    catalog::{
        Catalog,
        settings::{ProgramSettings, alerts::AlertSettings},
    },
    domain::watch::{AlertKind, AlertObservation, AlertState},
    state::{
        StateDatabase,
        alert::{AlertNow, AlertRecord},
    },
    warehouse::query::Warehouse,
};

/// Holds what alerts are looked for in, and writes digests of what is new.
pub struct AlertDigests<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub state: &'a StateDatabase,
    pub warehouse: &'a Warehouse,
    pub now: DateTime,
}

/// One thing, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AlertCheck {
    kind: AlertKind,
    subject: String,
    /// Empty where it is of none.
    agency_code: String,
    look: AlertObservation,
    detail: String,
}

/// What has been over for so long before the newest data is known no more.
const FORGOTTEN_DAYS: i64 = 365;

type AlertKey = (AlertKind, String, String);

impl AlertDigests<'_> {
    /// Looks at everything the settings name, and notes where it stands.
    pub fn run_checks(&self, alerts: &AlertSettings) -> Result<(), DeliveryError> {
        let mut readings = self.metrics(alerts)?;
        readings.extend(self.due(alerts)?);
        readings.extend(self.due_windows(alerts)?);
        readings.extend(self.sources(alerts)?);
        let known: BTreeMap<AlertKey, AlertRecord> = (self.state.list_alerts(true)?.into_iter())
            .map(|alert| (record_key(&alert), alert))
            .collect();
        readings.retain(|reading| !was_told_before(reading, &known));
        let mut noted: Vec<AlertNow> = readings
            .iter()
            .filter_map(|reading| next_record(reading, known.get(&reading.alert_key())))
            .collect();
        // What was wrong and is not looked at any more (a dossier that is finished, a metric nobody asks about) ends without a word:
        // nobody knows that it is in order.
        let seen: BTreeSet<AlertKey> = readings.iter().map(AlertCheck::alert_key).collect();
        let gone = known.iter().filter(|(key, _)| !seen.contains(key));
        for (key, alert) in gone.filter(|(_, alert)| alert.state != AlertState::Over) {
            let (kind, subject, agency_code) = key.clone();
            let (was, state) = (alert.state, AlertState::Over);
            let detail = alert.detail.clone();
            noted.push(AlertNow { kind, subject, agency_code, was, state, detail });
        }
        // A clock that has run ahead of the data for years would have all that was told forgotten, and told again when it is set back.
        if let Some(known) = self.warehouse.known_until {
            let newest = self.now.min(known.to_datetime(Time::MAX));
            self.state.delete_old_alerts(newest.saturating_sub(FORGOTTEN_DAYS.days()))?;
        }
        Ok(self.state.record_alerts(&noted, self.now)?)
    }

    fn fill_phrase(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.catalog.phrases.format_phrase(id, values)
    }

    /// Where exports lie that could not be taken in.
    fn failed_folder(&self) -> Option<&Path> {
        self.settings.inbox.as_ref().map(|inbox| inbox.folder.as_path())
    }
}

/// Where it stands now, if that is worth a row.
fn next_record(reading: &AlertCheck, known: Option<&AlertRecord>) -> Option<AlertNow> {
    let was = known.map_or(AlertState::Over, |alert| alert.state);
    let is = was.next_state(reading.look);
    let is_unchanged = known.is_none_or(|alert| alert.detail == reading.detail);
    if is == was
        && (was == AlertState::Over || is_unchanged || reading.look == AlertObservation::Unknown)
    {
        return None;
    }
    Some(AlertNow {
        kind: reading.kind,
        subject: reading.subject.clone(),
        agency_code: reading.agency_code.clone(),
        was,
        state: is,
        detail: reading.detail.clone(),
    })
}

impl AlertCheck {
    fn alert_key(&self) -> AlertKey {
        (self.kind, self.subject.clone(), self.agency_code.clone())
    }
}

fn record_key(alert: &AlertRecord) -> AlertKey {
    (alert.kind, alert.subject.clone(), alert.agency_code.clone())
}

/// Whether a promised time was told of as of this window or a more pressing one, and is not to be told again: a clock that went ahead and
/// back shows a dossier farther from its time than those who were told know it to be.
fn was_told_before(check: &AlertCheck, known: &BTreeMap<AlertKey, AlertRecord>) -> bool {
    let pressing = [AlertKind::DuePassed, AlertKind::DueWithinDay, AlertKind::DueWithinDays];
    let Some(own) = pressing.iter().position(|kind| *kind == check.kind) else { return false };
    let key = |kind| (kind, check.subject.clone(), check.agency_code.clone());
    pressing[..=own].iter().any(|kind| {
        let told = known.get(&key(*kind)).filter(|alert| alert.told_at.is_some());
        told.is_some_and(|alert| *kind != check.kind || alert.state == AlertState::Over)
    })
}
