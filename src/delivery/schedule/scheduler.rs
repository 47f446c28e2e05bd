//! Which schedules are due, and what is made of them.
//!
//! Invariant: a time a schedule was due makes one run, a run's deliveries are all there or none.

use std::{collections::HashMap, sync::Arc};

use jiff::{ToSpan, civil::DateTime};

use super::{
    super::{
        DeliveryError, ReportOrder, ReportSource,
        alerting::owner_notices::OwnerNotices,
        sending::recipients::{ResolvedRecipient, readers},
    },
    data_readiness,
};
use crate::{
    catalog::{
        Catalog,
        settings::{
            ProgramSettings,
            sending::{RecipientSettings, ScheduleSettings, UnitSelection, WhenIncomplete},
        },
    },
    domain::{period::Period, sight::DataScope},
    state::{
        StateDatabase, StateError,
        delivery::NewDelivery,
        delivery_purpose::DeliveryPurpose,
        outbox_message::OutboxMessage,
        schedule_run::{PlannedRun, RunEnded, ScheduleRun},
    },
    warehouse::query::Warehouse,
};

/// Between two looks at data that is not complete.
const PATIENCE_MINUTES: i64 = 15;

/// Data that has not come by then is not waited for any more.
const PATIENCE_DAYS: i64 = 60;

/// Plans the runs of schedules that are due and makes their reports.
pub struct ReportScheduler<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub state: &'a StateDatabase,
    pub warehouse: Option<&'a Warehouse>,
    pub maker: &'a dyn ReportSource,
    pub owner: &'a str,
    pub clock: &'a dyn Fn() -> DateTime,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSummary {
    pub schedule_id: String,
    pub period: String,
    pub ended: RunEnded,
    /// How many it is sent to, and to how many of them anew.
    pub deliveries: usize,
    pub added: usize,
    pub note: String,
}

impl ReportScheduler<'_> {
    /// Makes runs of the schedules that are due. A machine that was off catches up with the last time, not with each. Fails, once all others are
    /// planned, where another machine goes by other times.
    pub fn plan_runs(&self) -> Result<(), DeliveryError> {
        let mut differing = Ok(());
        for schedule in &self.settings.schedules {
            let Ok(pattern) = super::super::CronSchedule::parse(schedule.cron.get_ref()) else {
                continue;
            };
            let now = (self.clock)();
            let marked = self.state.schedule_mark(schedule.id.get_ref(), &timing(schedule), now);
            if let Err(error @ StateError::OtherTiming { .. }) = marked {
                differing = Err(error.into());
                continue;
            }
            let mark = marked?;
            if let Some(at) = pattern.last_due(mark, now) {
                let planned = PlannedRun {
                    schedule_id: schedule.id.get_ref().clone(),
                    report_id: schedule.report.get_ref().clone(),
                    period: schedule.period.last_before(at.date()).to_string(),
                    at,
                };
                self.state.plan_run(&planned, now)?;
            }
        }
        differing
    }

    /// Makes the reports of every run that waits and may be made.
    pub fn make_runs(&self) -> Result<Vec<RunSummary>, DeliveryError> {
        let mut steps = Vec::new();
        let timings = self.state.list_timings()?;
        let is_known = |one: &&ScheduleSettings| {
            let own = (one.id.get_ref().as_str(), timing(one));
            timings.iter().any(|(id, set)| (id.as_str(), set.as_deref()) == (own.0, Some(&*own.1)))
        };
        let schedules = self.settings.schedules.iter().filter(is_known);
        let known: Vec<&str> = schedules.map(|one| one.id.get_ref().as_str()).collect();
        while let Some(run) = self.state.claim_run((self.owner, &known), (self.clock)())? {
            let now = (self.clock)();
            // What cannot even be asked is a problem of this run, not of the others.
            let (ended, note, deliveries) = self.make_run(&run, now).unwrap_or_else(|error| {
                let note = self.catalog.phrases.tell_error(&error);
                let told = self.owner_notices(now).failed(&run, &note);
                (RunEnded::Failed, note, told)
            });
            let of = (run.id, self.owner);
            let now = (self.clock)();
            if let Some(added) = self.state.end_run(of, &ended, &note, &deliveries, now)? {
                let deliveries = deliveries
                    .iter()
                    .filter(|delivery| delivery.purpose == DeliveryPurpose::Report)
                    .count();
                let (schedule_id, period) = (run.schedule_id, run.period);
                steps.push(RunSummary { schedule_id, period, ended, deliveries, added, note });
            }
        }
        Ok(steps)
    }

    fn owner_notices(&self, now: DateTime) -> OwnerNotices<'_> {
        OwnerNotices { catalog: self.catalog, settings: self.settings, now }
    }

    fn make_run(
        &self,
        run: &ScheduleRun,
        now: DateTime,
    ) -> Result<(RunEnded, String, Vec<NewDelivery>), DeliveryError> {
        let notices = self.owner_notices(now);
        let schedule =
            self.settings.schedules.iter().find(|it| *it.id.get_ref() == run.schedule_id);
        let period = run.period.parse::<Period>().ok();
        let (Some(schedule), Some(period)) = (schedule, period) else {
            let note = self.catalog.phrases.format_phrase("delivery.no_schedule", &[]);
            let told = notices.failed(run, &note);
            return Ok((RunEnded::Failed, note, told));
        };
        let missing = data_readiness::missing(self.catalog, schedule, self.warehouse, period)?;
        let mark = data_readiness::mark(self.catalog, &missing);
        if let Some(mark) = &mark
            && (schedule.when_incomplete == WhenIncomplete::Wait || self.warehouse.is_none())
        {
            if run.planned_at < now.saturating_sub(PATIENCE_DAYS.days()) {
                return Ok((RunEnded::Failed, mark.clone(), notices.failed(run, mark)));
            }
            let until = now.saturating_add(PATIENCE_MINUTES.minutes());
            let told = notices.waiting(run, &missing.join("; "));
            return Ok((RunEnded::Waits { until }, mark.clone(), told));
        }
        let order = ReportOrder {
            report_id: &run.report_id,
            period,
            agency: None,
            sight: DataScope::All,
            formats: &schedule.formats,
            mark: mark.as_deref(),
            now,
        };
        let (mut deliveries, problems) = self.make_deliveries(run, schedule, &order)?;
        if problems.is_empty() {
            return Ok((RunEnded::Made, mark.unwrap_or_default(), deliveries));
        }
        let note = problems.join("\n");
        deliveries.extend(notices.failed(run, &note));
        Ok((RunEnded::Failed, note, deliveries))
    }

    /// What goes to whom, each under their own sight; and what could not be made, which goes to nobody.
    fn make_deliveries(
        &self,
        run: &ScheduleRun,
        schedule: &ScheduleSettings,
        order: &ReportOrder,
    ) -> Result<(Vec<NewDelivery>, Vec<String>), DeliveryError> {
        let mut problems = Vec::new();
        let contacts = self.select_contacts(schedule, order).unwrap_or_else(|problem| {
            problems.push(problem);
            Vec::new()
        });
        // Whoever sees the same gets the same.
        let mut made: HashMap<DataScope, Option<Arc<OutboxMessage>>> = HashMap::new();
        let mut deliveries = Vec::new();
        for ResolvedRecipient { to, sight } in
            readers(self.state, schedule.to.iter().chain(contacts))?
        {
            // Many take long: the run stays ours meanwhile.
            self.state.renew_run(run.id, self.owner, (self.clock)())?;
            let agency = to.agency.as_deref();
            let parcel = made.entry(sight.clone()).or_insert_with(|| {
                let parcel = self.maker.make(&ReportOrder { agency, sight, ..order.clone() });
                parcel.map_err(|problem| problems.push(problem)).ok().flatten().map(Arc::new)
            });
            if let Some(parcel) = parcel {
                let key = (run.report_id.as_str(), run.period.as_str(), &DeliveryPurpose::Report);
                let of_reader = super::super::to_deliveries(&to, key, parcel).into_iter();
                let is_marked = order.mark.is_some();
                deliveries.extend(of_reader.map(|one| NewDelivery { is_marked, ..one }));
            }
        }
        problems.dedup();
        Ok((deliveries, problems))
    }

    fn select_contacts(
        &self,
        schedule: &ScheduleSettings,
        order: &ReportOrder,
    ) -> Result<Vec<&RecipientSettings>, String> {
        let all = self.settings.contacts.iter();
        Ok(match schedule.to_each {
            None => Vec::new(),
            Some(UnitSelection::All) => all.collect(),
            Some(UnitSelection::UnderFloor) => {
                let codes = self.maker.under_floor(order)?;
                let is_under = |one: &&RecipientSettings| {
                    one.agency.as_ref().is_some_and(|own| codes.contains(own))
                };
                all.filter(is_under).collect()
            }
        })
    }
}

/// When a schedule is due and for what period.
fn timing(schedule: &ScheduleSettings) -> String {
    format!("{} {}", schedule.cron.get_ref(), schedule.period.id())
}
