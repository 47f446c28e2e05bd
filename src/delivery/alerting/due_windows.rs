//! Dossiers due within 24 hours or three working days, told while the office works: each once for each window its promised time comes into.

use std::{collections::BTreeMap, sync::Arc};

use super::{AlertCheck, AlertDigests, AlertKey, digest::is_concerned, due_message::DueNews};
use crate::{
    catalog::settings::alerts::{AlertSettings, DueWindowAlert},
    delivery::{DeliveryError, sending::recipients::readers, to_deliveries},
    domain::{
        office_hours::DueWindow,
        watch::{AlertKind, AlertObservation, AlertState},
    },
    state::{alert::AlertRecord, delivery_purpose::DeliveryPurpose},
    warehouse::query::{DueAsked, DueBasis, DueDossier, DueList, format_civil_time},
};

/// Returns the kind of alert a window is told as; nothing of one that is not told.
fn window_kind(window: DueWindow) -> Option<AlertKind> {
    match window {
        DueWindow::Passed => Some(AlertKind::DuePassed),
        DueWindow::WithinDay => Some(AlertKind::DueWithinDay),
        DueWindow::WithinDays => Some(AlertKind::DueWithinDays),
        DueWindow::Overdue | DueWindow::Later => None,
    }
}

/// A dossier with a moved promised time is another thing to tell.
fn alert_key(one: &DueDossier) -> Option<AlertKey> {
    let subject = format!("{} {}", one.dossier_code, format_civil_time(one.due_at));
    Some((window_kind(one.window)?, subject, one.agency_code.clone()))
}

impl AlertDigests<'_> {
    /// What messages of what is due within hours are kept under in the outbox.
    pub const DUE_REPORT: &'static str = "due_windows";

    /// Checks which dossiers are due within the windows; nothing of what is known by too old an export to be counted from now.
    pub(super) fn due_windows(
        &self,
        alerts: &AlertSettings,
    ) -> Result<Vec<AlertCheck>, DeliveryError> {
        if alerts.due_windows.is_none() {
            return Ok(Vec::new());
        }
        let Some(list) = self.due_list()? else { return Ok(Vec::new()) };
        let check = |one: &DueDossier| {
            let (kind, subject, agency_code) = alert_key(one)?;
            let name = one.procedure_name.as_deref().unwrap_or_default();
            let values = [
                ("dossier", one.dossier_code.as_str()),
                ("due", &super::due_message::due_text(one)),
                ("procedure", name),
            ];
            let detail = self.fill_phrase("alert.due_window", &values);
            Some(AlertCheck { kind, subject, agency_code, look: AlertObservation::Bad, detail })
        };
        Ok(list.dossiers.iter().filter_map(check).collect())
    }

    /// What is due now; `None` where nothing is known, or nothing new enough.
    fn due_list(&self) -> Result<Option<DueList>, DeliveryError> {
        let asked = DueAsked { hours: self.settings.office_hours()?, now: self.now, agency: None };
        let list = self.warehouse.dossiers.list_due(&asked)?;
        Ok(list.filter(|list| list.basis == DueBasis::Clock))
    }

    /// The report whose messages must wait now: of what is due within hours nobody is told at night, not by another attempt either.
    pub fn held_report(
        &self,
        alerts: &AlertSettings,
    ) -> Result<Option<&'static str>, DeliveryError> {
        let is_quiet = alerts.quiet.is_some_and(|quiet| quiet.contains_time(self.now.time()));
        let hours = self.settings.office_hours()?;
        let is_open = !is_quiet && self.warehouse.dossiers.is_office_open(hours, self.now)?;
        Ok((!is_open).then_some(Self::DUE_REPORT))
    }

    /// Puts a message of what is newly due into the outbox for each recipient it concerns, where the office works now and enough minutes have passed since
    /// the last one; returns how many dossiers were told of.
    pub fn queue_due_windows(&self, alerts: &AlertSettings) -> Result<usize, DeliveryError> {
        let Some(due) = &alerts.due_windows else { return Ok(0) };
        if alerts.quiet.is_some_and(|quiet| quiet.contains_time(self.now.time())) {
            return Ok(0);
        }
        let known = self.state.list_alerts(true)?;
        let is_new =
            |alert: &&AlertRecord| alert.kind.is_due_window() && alert.state == AlertState::New;
        if !known.iter().any(|alert| is_new(&alert)) || self.was_told_just_now(&known, due) {
            return Ok(0);
        }
        let Some(list) = self.due_list()?.filter(|list| list.calendar.is_open(self.now)) else {
            return Ok(0);
        };
        let current: BTreeMap<AlertKey, &DueDossier> =
            list.dossiers.iter().filter_map(|one| Some((alert_key(one)?, one))).collect();
        // One that has come into another window since it was looked at is told as of that one, when it is looked at again.
        let mut news: Vec<(AlertRecord, &DueDossier)> = (known.iter().filter(is_new))
            .filter_map(|alert| Some((alert.clone(), *current.get(&super::record_key(alert))?)))
            .collect();
        let contacts = self.settings.contacts.iter().filter(|_| alerts.to_each);
        let readers = readers(self.state, alerts.to.iter().chain(contacts))?;
        let above = self.agencies_above(news.iter().map(|(alert, _)| alert))?;
        let purpose = DeliveryPurpose::AlertDigest(self.now);
        let period = self.now.date().to_string();
        let mut deliveries = Vec::new();
        for reader in &readers {
            let theirs = news.iter().filter(|(alert, _)| is_concerned(reader, alert, &above));
            let mut theirs: Vec<&DueDossier> = theirs.map(|(_, one)| *one).collect();
            if !theirs.is_empty() {
                theirs.sort_by_key(|one| (one.window, one.due_moment, &one.dossier_code));
                let message = DueNews { list: &list, dossiers: &theirs, due }.message(self)?;
                let key = (Self::DUE_REPORT, &*period, &purpose);
                deliveries.extend(to_deliveries(&reader.to, key, &Arc::new(message)));
            }
        }
        news.retain(|(alert, _)| readers.iter().any(|it| is_concerned(it, alert, &above)));
        let told: Vec<AlertRecord> = news.into_iter().map(|(alert, _)| alert).collect();
        if told.is_empty() {
            return Ok(0);
        }
        let is_told = self.state.mark_alerts_notified(&told, &deliveries, self.now)?;
        Ok(if is_told { told.len() } else { 0 })
    }

    /// Whether the last message is newer than the pace asks for. One of a time that has not come yet was told by a clock that was wrong.
    fn was_told_just_now(&self, known: &[AlertRecord], due: &DueWindowAlert) -> bool {
        let told = known.iter().filter(|alert| alert.kind.is_due_window());
        let last = told.filter_map(|alert| alert.told_at).filter(|at| *at <= self.now).max();
        let pace = jiff::Span::new().minutes(i64::from(due.every_minutes));
        last.is_some_and(|last| last.saturating_add(pace) > self.now)
    }
}
