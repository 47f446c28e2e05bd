//! What the reports' owner is told: that one waits, that one could not be made.

use std::sync::Arc;

use jiff::civil::DateTime;

use super::addressed;
use crate::{
    catalog::{
        Catalog,
        settings::{Settings, sending::Recipient},
    },
    state::{delivery::NewDelivery, parcel::Parcel, run::Run},
};

pub struct Notices<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a Settings,
    pub now: DateTime,
}

impl Notices<'_> {
    /// Once a run, however often it is looked at: the outbox takes one of a key.
    pub fn waiting(&self, run: &Run, reasons: &str) -> Vec<NewDelivery> {
        self.owner("waiting", run, &run.planned_at, reasons)
    }

    /// Once an attempt at it.
    pub fn failed(&self, run: &Run, problem: &str) -> Vec<NewDelivery> {
        self.owner("failed", run, &self.now.to_string(), problem)
    }

    fn owner(&self, kind: &str, run: &Run, of: &str, problem: &str) -> Vec<NewDelivery> {
        let Some(owner) = self.settings.mail.as_ref().and_then(|mail| mail.owner.as_ref()) else {
            return Vec::new();
        };
        let values = [
            ("schedule", run.schedule_id.as_str()),
            ("report", &run.report_id),
            ("period", &run.period),
            ("problem", problem),
        ];
        let say =
            |part: &str| self.catalog.phrases.say(&format!("delivery.{kind}_{part}"), &values);
        let parcel = Parcel { subject: say("subject"), text: say("text"), ..Parcel::default() };
        let recipient = Recipient::by_mail(owner.get_ref(), None);
        let occasion = format!("{kind} {of}");
        addressed(&recipient, (&run.report_id, &run.period, &occasion), &Arc::new(parcel))
    }
}
