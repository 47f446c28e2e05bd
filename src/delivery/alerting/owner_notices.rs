//! What the reports' owner is told: that one waits, that one could not be made, that some did not arrive.

use std::sync::Arc;

use jiff::civil::DateTime;

use super::super::{DeliveryError, to_deliveries};
use crate::{
    catalog::{
        Catalog,
        settings::{ProgramSettings, sending::RecipientSettings},
    },
    state::{
        StateDatabase,
        delivery::{DeliveryRecord, NewDelivery},
        delivery_purpose::{DeliveryPurpose, OwnerNoticeKind},
        outbox_message::OutboxMessage,
        schedule_run::ScheduleRun,
    },
};

/// What a digest of what did not arrive is kept under.
const REPORT: &str = "outbox";

/// Named in one digest.
const NAMED: usize = 200;

/// Writes messages to the reports' owner about runs and deliveries that need attention.
pub struct OwnerNotices<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub now: DateTime,
}

impl OwnerNotices<'_> {
    /// Once a run, however often it is looked at: the outbox takes one of a key.
    pub fn waiting(&self, run: &ScheduleRun, reasons: &str) -> Vec<NewDelivery> {
        self.of_run(OwnerNoticeKind::Waiting, run, run.planned_at, reasons)
    }

    /// Once an attempt at it.
    pub fn failed(&self, run: &ScheduleRun, problem: &str) -> Vec<NewDelivery> {
        self.of_run(OwnerNoticeKind::Failed, run, self.now, problem)
    }

    /// Tells of what will not arrive, or may not have, once each; returns of how many.
    pub fn undelivered(&self, state: &StateDatabase) -> Result<usize, DeliveryError> {
        let untold = state.untold_deliveries()?;
        let has_owner = self.settings.mail.as_ref().is_some_and(|mail| mail.owner.is_some());
        if untold.is_empty() || !has_owner {
            return Ok(0);
        }
        // Nobody is told that a word to the owner did not arrive.
        let is_own = |one: &DeliveryRecord| matches!(one.purpose, DeliveryPurpose::OwnerNotice(..));
        let wrong: Vec<&DeliveryRecord> = untold.iter().filter(|one| !is_own(one)).collect();
        let rest = wrong.len().saturating_sub(NAMED).to_string();
        let rest = (wrong.len() > NAMED).then(|| self.say("delivery.more", &[("count", &rest)]));
        let lines = wrong.iter().take(NAMED).map(|one| self.line(one)).chain(rest);
        let lines = lines.collect::<Vec<_>>().join("\n");
        let count = wrong.len().to_string();
        let values = [("count", count.as_str()), ("lines", &lines)];
        let about = (REPORT, &*self.now.date().to_string(), self.now);
        let telling = if wrong.is_empty() {
            Vec::new()
        } else {
            self.owner(OwnerNoticeKind::Undelivered, about, &values)
        };
        let is_told = state.tell_deliveries(&untold, &telling, self.now)?;
        Ok(if is_told { wrong.len() } else { 0 })
    }

    fn line(&self, one: &DeliveryRecord) -> String {
        let report = self.catalog.find_report(&one.report_id);
        let to = if one.name.is_empty() { &one.address } else { &one.name };
        let values = [
            ("report", report.map_or(one.report_id.as_str(), |report| &report.name)),
            ("period", &one.period),
            ("to", to),
            ("state", &self.say(&format!("delivered.{}", one.state.id()), &[])),
            ("problem", &one.problem),
        ];
        self.say("delivery.undelivered_line", &values)
    }

    fn of_run(
        &self,
        kind: OwnerNoticeKind,
        run: &ScheduleRun,
        moment: DateTime,
        problem: &str,
    ) -> Vec<NewDelivery> {
        let values = [
            ("schedule", run.schedule_id.as_str()),
            ("report", &run.report_id),
            ("period", &run.period),
            ("problem", problem),
        ];
        self.owner(kind, (&run.report_id, &run.period, moment), &values)
    }

    fn owner(
        &self,
        kind: OwnerNoticeKind,
        (report, period, moment): (&str, &str, DateTime),
        values: &[(&str, &str)],
    ) -> Vec<NewDelivery> {
        let Some(owner) = self.settings.mail.as_ref().and_then(|mail| mail.owner.as_ref()) else {
            return Vec::new();
        };
        let say = |part: &str| self.say(&format!("delivery.{}_{part}", kind.id()), values);
        let parcel = OutboxMessage {
            subject: say("subject"),
            text: say("text"),
            ..OutboxMessage::default()
        };
        let recipient = RecipientSettings::by_mail(owner.get_ref(), None);
        let purpose = DeliveryPurpose::OwnerNotice(kind, moment);
        to_deliveries(&recipient, (report, period, &purpose), &Arc::new(parcel))
    }

    fn say(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.catalog.phrases.format_phrase(id, values)
    }
}
