//! What is due: make it, look at what may be wrong, send. Each step goes on from what the one before wrote down.

use std::{cell::RefCell, path::Path, sync::Arc};

use jiff::{ToSpan, civil::DateTime};

use super::{error::PipelineError, report_messages::ReportMaker};
use crate::{
    archive_store::ArchiveStoreNote,
    backup::describe_backups,
    catalog::{
        Catalog, CatalogError,
        settings::{ProgramSettings, alerts::AlertSettings, sending::RecipientSettings},
    },
    delivery::{
        self, Outbox, OwnerNotices, ReportOrder, ReportScheduler, ReportSource, RunSummary,
        SendSummary, alerting::AlertDigests, schedule::data_readiness, sending::channel::address,
        to_deliveries,
    },
    domain::{sight::DataScope, vietnamese_date::format_day_and_time},
    ingest::fetch::FetchEnvironment,
    period_lock::LockFolder,
    report,
    state::{
        StateDatabase, delivery_purpose::DeliveryPurpose, delivery_state::DeliveryState,
        machine::OfficeDuty, outbox_message::OutboxMessage,
    },
    warehouse::{WarehouseError, query::Warehouse},
};

/// Does what is due: makes reports, looks for alerts, and empties the outbox.
pub struct DueWork<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
    pub outside: &'a FetchEnvironment,
    pub clock: &'a dyn Fn() -> DateTime,
    /// What was looked at last for alerts, and when.
    looked: RefCell<Option<(String, DateTime)>>,
}

/// Of what was put into the outbox, so much is looked through for what was put there just now.
const RECENT: u32 = 200;

/// Between two looks at the same data: more would say the same.
const LOOK_MINUTES: i64 = 10;

/// What was done.
#[derive(Debug, Default)]
pub struct DueSummary {
    pub steps: Vec<RunSummary>,
    /// Things told of in digests.
    pub alerts: usize,
    pub tally: SendSummary,
    /// What could not be done; the rest was.
    pub problems: Vec<PipelineError>,
}

impl DueSummary {
    /// Tells whether there was nothing to do and nothing failed.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
            && self.alerts == 0
            && self.tally.is_empty()
            && self.problems.is_empty()
    }

    /// What came of a step; of one that failed, nothing.
    fn noted<T>(&mut self, came: Result<T, impl Into<PipelineError>>) -> Option<T> {
        came.map_err(|error| self.problems.push(error.into())).ok()
    }
}

impl<'a> DueWork<'a> {
    /// What only the rooms that use it can tell of the settings.
    pub fn check(settings: &ProgramSettings) -> Result<(), CatalogError> {
        delivery::check(settings)?;
        report::check_formats(settings)
    }

    /// Makes the work of one catalog, settings and data folder; nothing was looked at yet.
    pub fn new(
        (catalog, settings): (&'a Catalog, &'a ProgramSettings),
        data: &'a Path,
        outside: &'a FetchEnvironment,
        clock: &'a dyn Fn() -> DateTime,
    ) -> Self {
        Self { catalog, settings, data, outside, clock, looked: RefCell::default() }
    }

    /// A step that fails stops no other: what is in the outbox goes out, whatever else cannot be done.
    pub fn run(&self) -> Result<DueSummary, PipelineError> {
        let state = StateDatabase::open(self.data)?;
        let outbox = Outbox::new(self.catalog, self.settings, self.outside, &state, self.clock)?;
        let mut done = DueSummary::default();
        // Without data nobody knows when the office works.
        let mut held = self.settings.alerts.as_ref().map(|_| AlertDigests::DUE_REPORT);
        let warehouse = match Warehouse::open_published(self.data) {
            Err(WarehouseError::NotBuilt { .. }) => None,
            opened => done.noted(opened),
        };
        let backups = done.noted(self.backups(&state)).flatten();
        let urgings = done.noted(state.list_urgings()).unwrap_or_default();
        let maker = ReportMaker { backups, urgings, ..self.papers(warehouse.as_ref()) };
        let scheduler = ReportScheduler {
            catalog: self.catalog,
            settings: self.settings,
            state: &state,
            warehouse: warehouse.as_ref(),
            maker: &maker,
            owner: outbox.owner(),
            clock: self.clock,
        };
        done.noted(scheduler.plan_runs());
        done.steps = done.noted(scheduler.make_runs()).unwrap_or_default();
        // Of several machines one watches: what another does not see would be over, and new again.
        let watched = self.settings.alerts.as_ref().filter(|_| {
            done.noted(state.has_duty(OfficeDuty::Alerts, (self.clock)())).unwrap_or_default()
        });
        if let (Some(settings), Some(warehouse)) = (watched, &warehouse) {
            let alerts = AlertDigests {
                catalog: self.catalog,
                settings: self.settings,
                state: &state,
                warehouse,
                now: (self.clock)(),
            };
            done.noted(self.look(&alerts, settings));
            done.alerts = done.noted(alerts.queue_digests(settings)).unwrap_or_default()
                + done.noted(alerts.queue_due_windows(settings)).unwrap_or_default();
            held = done.noted(alerts.held_report(settings)).flatten();
        }
        let outbox = outbox.hold_report(held);
        done.tally = done.noted(outbox.send_due()).unwrap_or_default();
        let notices =
            OwnerNotices { catalog: self.catalog, settings: self.settings, now: (self.clock)() };
        if done.noted(notices.undelivered(&state)).is_some_and(|told| told > 0) {
            done.tally = done.tally.add_summary(done.noted(outbox.send_due()).unwrap_or_default());
        }
        Ok(done)
    }

    /// Puts a schedule's report of the last period into the outbox for one mail address, under a sight of its own, as often as it is
    /// asked for; it goes out with what is due next. An error is a sentence.
    pub fn send_test(
        &self,
        schedule_id: &str,
        mail: &str,
        agency: Option<&str>,
    ) -> miette::Result<()> {
        let schedule = self.settings.schedules.iter().find(|it| it.id.get_ref() == schedule_id);
        let schedule = schedule.ok_or_else(|| {
            let known = self.settings.schedules.iter().map(|it| it.id.get_ref().as_str());
            CatalogError::unknown_id("schedule", schedule_id, known)
        })?;
        if self.settings.mail.is_none() {
            return Err(self.settings.refuse("settings.no_mail", &[], None).into());
        }
        let phrases = &self.catalog.phrases;
        let to = address(mail).map_err(|problem| {
            let said = [("text", mail), ("problem", problem.as_str())];
            miette::miette!("{}", phrases.format_phrase("settings.bad_address", &said))
        })?;
        let (warehouse, now) = (Warehouse::open_published(self.data)?, (self.clock)());
        let period = schedule.period.last_before(now.date());
        let missing = data_readiness::missing(self.catalog, schedule, Some(&warehouse), period)?;
        let mark = data_readiness::mark(self.catalog, &missing);
        let maker = self.papers(Some(&warehouse));
        let order = ReportOrder {
            report_id: schedule.report.get_ref(),
            period,
            agency,
            sight: agency.map_or(DataScope::All, |agency| DataScope::Within(agency.to_owned())),
            formats: &schedule.formats,
            mark: mark.as_deref(),
            now,
        };
        let parcel = maker.make(&order).map_err(|problem| miette::miette!("{problem}"))?;
        let parcel = parcel
            .ok_or_else(|| miette::miette!("{}", phrases.format_phrase("sending.nothing", &[])))?;
        let to = RecipientSettings::by_mail(&to.to_string(), agency);
        let period = order.period.to_string();
        let key = (order.report_id, &*period, &DeliveryPurpose::Test(now));
        let deliveries = to_deliveries(&to, key, &Arc::new(parcel));
        StateDatabase::open(self.data)?.add_deliveries(&deliveries, now)?;
        Ok(())
    }

    /// Sends a mail of a line to one address, at once and by the outbox as everything else; says what kept it from going out.
    pub fn send_test_mail(&self, mail: &str) -> miette::Result<()> {
        let phrases = &self.catalog.phrases;
        let say = |id: &str, values: &[(&str, &str)]| phrases.format_phrase(id, values);
        let Some(server) = &self.settings.mail else {
            return Err(self.settings.refuse("settings.no_mail", &[], None).into());
        };
        let to = address(mail).map_err(|problem| {
            let said = [("text", mail), ("problem", problem.as_str())];
            miette::miette!("{}", say("settings.bad_address", &said))
        })?;
        let now = (self.clock)();
        let values = [("host", server.host.as_str()), ("at", &format_day_and_time(now))];
        let parcel = OutboxMessage {
            subject: say("sending.test.subject", &[]),
            text: say("sending.test.text", &values),
            ..OutboxMessage::default()
        };
        let to = RecipientSettings::by_mail(&to.to_string(), None);
        let (name, purpose) = (say("sending.test.name", &[]), DeliveryPurpose::Test(now));
        let deliveries = to_deliveries(&to, (&name, "", &purpose), &Arc::new(parcel));
        let state = StateDatabase::open(self.data)?;
        state.add_deliveries(&deliveries, now)?;
        let outbox = Outbox::new(self.catalog, self.settings, self.outside, &state, self.clock)?;
        outbox.hold_report(Some(AlertDigests::DUE_REPORT)).send_due()?;
        let put = state.deliveries(None, RECENT)?.into_iter();
        let problem = put
            .filter(|one| one.purpose == purpose && one.report_id == name)
            .find(|one| one.state != DeliveryState::Sent)
            .map(|one| one.problem);
        match problem {
            None => Ok(()),
            Some(problem) if problem.is_empty() => {
                Err(miette::miette!("{}", say("sending.test.waits", &[])))
            }
            Some(problem) => Err(miette::miette!("{problem}")),
        }
    }

    fn papers<'b>(&'b self, warehouse: Option<&'b Warehouse>) -> ReportMaker<'b> {
        let (catalog, settings) = (self.catalog, self.settings);
        ReportMaker {
            catalog,
            settings,
            warehouse,
            backups: None,
            urgings: Vec::new(),
            behind: ArchiveStoreNote::describe_folder(self.data, &catalog.phrases),
            locks: LockFolder::of_data(self.data),
        }
    }

    /// What papers say of backups, where they are set.
    fn backups(&self, state: &StateDatabase) -> Result<Option<String>, PipelineError> {
        match &self.settings.backup {
            Some(_) => Ok(describe_backups(&self.catalog.phrases, state, true)?),
            None => Ok(None),
        }
    }

    /// Looks at what may be wrong, unless the same was looked at just now.
    fn look(&self, alerts: &AlertDigests, settings: &AlertSettings) -> Result<(), PipelineError> {
        let version = &alerts.warehouse.data_version;
        let fresh = alerts.now.saturating_sub(LOOK_MINUTES.minutes());
        let is_known = (self.looked.borrow().as_ref())
            .is_some_and(|(known, at)| known == version && (fresh..=alerts.now).contains(at));
        if !is_known {
            alerts.run_checks(settings)?;
            *self.looked.borrow_mut() = Some((version.clone(), alerts.now));
        }
        Ok(())
    }
}
