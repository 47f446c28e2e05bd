//! What the settings of sending say of one another and of the content.

use std::collections::BTreeSet;

use toml::Spanned;

use super::{
    ProgramSettings,
    sending::{LONGEST_SECONDS, RecipientSettings, SmtpSecurity},
};
use crate::{
    catalog::{
        Catalog, CatalogError, PlaceMessage, connector::http::TokenFrom,
        phrases::wording::WordingValue,
    },
    domain::threshold::Threshold,
};

impl ProgramSettings {
    /// Everyone who is named as a recipient.
    pub fn all_recipients(&self) -> impl Iterator<Item = &RecipientSettings> {
        let of_alerts = self.alerts.iter().flat_map(|alerts| &alerts.to);
        let of_schedules = self.schedules.iter().flat_map(|schedule| &schedule.to);
        of_schedules.chain(of_alerts).chain(&self.contacts)
    }

    /// Checks what is sent against itself and against the content; fails at the first contradiction.
    pub(super) fn check_sending(&self, catalog: &Catalog) -> Result<(), CatalogError> {
        self.check_unique("webhook", self.webhooks.iter().map(|it| &it.id))?;
        self.check_unique("folder", self.folders.iter().map(|it| &it.id))?;
        self.check_unique("schedule", self.schedules.iter().map(|it| &it.id))?;
        self.check_secrets()?;
        self.check_timeouts()?;
        for recipient in self.all_recipients() {
            self.check_recipient(recipient)?;
        }
        for contact in &self.contacts {
            if contact.agency.is_none() {
                let place = contact.named_channels().first().map(|(_, way)| way.span());
                return Err(self.refuse("settings.contact_without_agency", &[], place));
            }
        }
        for schedule in &self.schedules {
            self.check_known(&schedule.report, || {
                catalog.find_report(schedule.report.get_ref()).map(drop)
            })?;
            for source in &schedule.sources {
                self.check_known(source, || catalog.find_connector(source.get_ref()).map(drop))?;
            }
            if schedule.to.is_empty() && schedule.to_each.is_none() {
                let (id, place) = (schedule.id.get_ref(), Some(schedule.id.span()));
                return Err(self.refuse("settings.schedule_to_nobody", &[("id", id)], place));
            }
        }
        let mut watched = BTreeSet::new();
        for metric in self.alerts.iter().flat_map(|alerts| &alerts.metrics) {
            self.check_known(&metric.id, || catalog.find_metric(metric.id.get_ref()).map(drop))?;
            let (text, place) = (metric.hysteresis.get_ref(), Some(metric.hysteresis.span()));
            if text.parse::<Threshold>().is_err() {
                return Err(self.refuse("settings.no_number", &[("text", text)], place));
            }
            if !watched.insert((metric.id.get_ref(), metric.period.id(), &metric.level)) {
                let said = [("metric", &**metric.id.get_ref()), ("period", metric.period.id())];
                let place = Some(metric.id.span());
                return Err(self.refuse("settings.watched_twice", &said, place));
            }
        }
        if let Some(due) = self.alerts.as_ref().and_then(|alerts| alerts.due.as_ref()) {
            self.check_known(&due.metric, || catalog.find_metric(due.metric.get_ref()).map(drop))?;
        }
        self.check_roles(catalog)
    }

    fn check_secrets(&self) -> Result<(), CatalogError> {
        let of_mail =
            (self.mail.iter()).filter_map(|mail| Some((mail.password.as_ref()?, mail.from.span())));
        let of_webhooks = self.webhooks.iter().flat_map(|webhook| {
            let both = [&webhook.token, &webhook.secret].into_iter().flatten();
            both.map(|from| (from, webhook.id.span()))
        });
        for (from, place) in of_mail.chain(of_webhooks) {
            if TokenFrom::find_problem(from).is_some() {
                return Err(self.refuse("settings.secret_place", &[], Some(place)));
            }
        }
        let Some(mail) = &self.mail else {
            return Ok(());
        };
        if mail.user.is_some() != mail.password.is_some() {
            let place = Some(mail.from.span());
            return Err(self.refuse("settings.user_and_password", &[], place));
        }
        if mail.user.is_some() && mail.tls == SmtpSecurity::None {
            let place = Some(mail.from.span());
            return Err(self.refuse("settings.password_in_clear", &[], place));
        }
        Ok(())
    }

    fn check_timeouts(&self) -> Result<(), CatalogError> {
        let of_mail = self.mail.iter().map(|mail| (mail.timeout_seconds, mail.from.span()));
        let of_webhooks = self.webhooks.iter().map(|one| (one.timeout_seconds, one.id.span()));
        match of_mail.chain(of_webhooks).find(|(seconds, _)| seconds.get() > LONGEST_SECONDS) {
            None => Ok(()),
            Some((_, place)) => {
                let most = LONGEST_SECONDS.to_string();
                Err(self.refuse("settings.patience", &[("most", &most)], Some(place)))
            }
        }
    }

    fn check_recipient(&self, recipient: &RecipientSettings) -> Result<(), CatalogError> {
        let ways = recipient.named_channels();
        if recipient.role.is_some() && ways.is_empty() {
            return Ok(());
        }
        let [(_, way)] = ways.as_slice() else {
            let named = (recipient.name.as_str(), ways.first());
            let place = match named {
                (_, Some((_, way))) => Some(way.span()),
                (name, None) if !name.is_empty() => {
                    self.file.1.find(name).map(|at| at..at + name.len())
                }
                _ => None,
            };
            return Err(self.refuse("settings.one_way", &[("name", &recipient.name)], place));
        };
        let known: Vec<&Spanned<String>> = if recipient.webhook.is_some() {
            self.webhooks.iter().map(|it| &it.id).collect()
        } else if recipient.folder.is_some() {
            self.folders.iter().map(|it| &it.id).collect()
        } else if self.mail.is_none() {
            return Err(self.refuse("settings.no_mail", &[], Some(way.span())));
        } else {
            return Ok(());
        };
        if known.iter().any(|id| id.get_ref() == way.get_ref()) {
            return Ok(());
        }
        let known: Vec<&str> = known.iter().map(|id| id.get_ref().as_str()).collect();
        let said = [("name", &**way.get_ref()), ("known", &known.join(", "))];
        Err(self.refuse("settings.no_way", &said, Some(way.span())))
    }

    fn check_unique<'s>(
        &self,
        kind: &str,
        ids: impl Iterator<Item = &'s Spanned<String>>,
    ) -> Result<(), CatalogError> {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id.get_ref()) {
                let said = [("kind", kind), ("id", id.get_ref())];
                return Err(self.refuse("settings.named_twice", &said, Some(id.span())));
            }
        }
        Ok(())
    }

    /// An error of a name becomes one with a place.
    fn check_known(
        &self,
        name: &Spanned<String>,
        look: impl FnOnce() -> Result<(), CatalogError>,
    ) -> Result<(), CatalogError> {
        look().map_err(|error| {
            if let CatalogError::Place { message, hint, .. } = error {
                let placed = self.error_at(Some(name.span()), message);
                return match hint {
                    Some(hint) => placed.with_hint(hint),
                    None => placed,
                };
            }
            if let Some(told) = error.word_unknown() {
                let placed = self.error_at(Some(name.span()), told.clone());
                return placed.with_hint(PlaceMessage::HintOf(Box::new(told)));
            }
            let placed = self.error_at(Some(name.span()), WordingValue::Text(error.to_string()));
            match miette::Diagnostic::help(&error).map(|help| help.to_string()) {
                Some(hint) => placed.with_hint(hint),
                None => placed,
            }
        })
    }
}
