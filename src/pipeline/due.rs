//! What is due: make it, look at what may be wrong, send. Each step goes on from what the one before wrote down.

use std::{cell::RefCell, path::Path, sync::Arc};

use jiff::{ToSpan, civil::DateTime};

use super::{PipelineError, papers::Papers, sighted::Sighted};
use crate::{
    catalog::{
        Catalog, CatalogError,
        settings::{Settings, alerts::AlertSettings, sending::Recipient},
    },
    delivery::{Maker, Order, Outbox, Scheduler, Step, Tally, addressed, alert::Alerts},
    domain::sight::Sight,
    ingest::fetch::Outside,
    state::State,
    warehouse::{WarehouseError, read::Warehouse},
};

pub struct Due<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a Settings,
    pub data: &'a Path,
    pub outside: &'a Outside,
    pub clock: &'a dyn Fn() -> DateTime,
    /// What was looked at last for alerts, and when.
    looked: RefCell<Option<(String, DateTime)>>,
}

/// Between two looks at the same data: more would say the same.
const LOOK_MINUTES: i64 = 10;

/// What was done.
#[derive(Debug, Default)]
pub struct Done {
    pub steps: Vec<Step>,
    /// Things told of in digests.
    pub alerts: usize,
    pub tally: Tally,
}

impl Done {
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.alerts == 0 && self.tally.is_empty()
    }
}

impl<'a> Due<'a> {
    pub fn new(
        (catalog, settings): (&'a Catalog, &'a Settings),
        data: &'a Path,
        outside: &'a Outside,
        clock: &'a dyn Fn() -> DateTime,
    ) -> Self {
        Self { catalog, settings, data, outside, clock, looked: RefCell::default() }
    }

    pub fn run(&self) -> Result<Done, PipelineError> {
        let state = State::open(self.data)?;
        let warehouse = match Warehouse::open(self.data) {
            Err(WarehouseError::NotBuilt { .. }) => None,
            opened => Some(opened?),
        };
        let outbox = Outbox::new(self.catalog, self.settings, self.outside, &state, self.clock)?;
        let maker = self.papers(warehouse.as_ref());
        let scheduler = Scheduler {
            catalog: self.catalog,
            settings: self.settings,
            state: &state,
            warehouse: warehouse.as_ref(),
            maker: &maker,
            owner: outbox.owner(),
            now: (self.clock)(),
        };
        scheduler.plan()?;
        let steps = scheduler.make()?;
        let alerts = match (&self.settings.alerts, &warehouse) {
            (Some(alerts), Some(warehouse)) => self.alerts(&state, warehouse, alerts)?,
            _ => 0,
        };
        Ok(Done { steps, alerts, tally: outbox.empty()? })
    }

    /// Puts a schedule's report of the last period into the outbox for one mail address, under a sight of its own, as often as it is
    /// asked for; it goes out with what is due next. An error is a sentence.
    pub fn try_out(
        &self,
        schedule_id: &str,
        mail: &str,
        agency: Option<&str>,
    ) -> miette::Result<()> {
        let schedule = self.settings.schedules.iter().find(|it| it.id.get_ref() == schedule_id);
        let schedule = schedule.ok_or_else(|| {
            let known = self.settings.schedules.iter().map(|it| it.id.get_ref().as_str());
            CatalogError::unknown("schedule", schedule_id, known)
        })?;
        let (warehouse, now) = (Warehouse::open(self.data)?, (self.clock)());
        let maker = self.papers(Some(&warehouse));
        let order = Order {
            report_id: schedule.report.get_ref(),
            period: schedule.period.on(now.date()),
            agency,
            sight: agency.map_or(Sight::All, |agency| Sight::Within(agency.to_owned())),
            formats: &schedule.formats,
            mark: None,
            now,
        };
        let parcel = maker.make(&order).map_err(|problem| miette::miette!("{problem}"))?;
        let parcel = parcel.ok_or_else(|| miette::miette!("there is nothing to report"))?;
        let to = Recipient::by_mail(mail, agency);
        let key = (order.report_id, &*order.period.to_string(), &*format!("test {now}"));
        let deliveries = addressed(&to, key, &Arc::new(parcel));
        State::open(self.data)?.put_deliveries(&deliveries, now)?;
        Ok(())
    }

    fn papers<'b>(&'b self, warehouse: Option<&'b Warehouse>) -> Sighted<'b> {
        Sighted(Papers { catalog: self.catalog, settings: self.settings, warehouse })
    }

    fn alerts(
        &self,
        state: &State,
        warehouse: &Warehouse,
        settings: &AlertSettings,
    ) -> Result<usize, PipelineError> {
        let alerts = Alerts {
            catalog: self.catalog,
            settings: self.settings,
            state,
            warehouse,
            now: (self.clock)(),
        };
        let fresh = alerts.now.saturating_sub(LOOK_MINUTES.minutes());
        let is_known = (self.looked.borrow().as_ref()).is_some_and(|(version, at)| {
            *version == warehouse.data_version && (fresh..=alerts.now).contains(at)
        });
        if !is_known {
            alerts.look(settings)?;
            *self.looked.borrow_mut() = Some((warehouse.data_version.clone(), alerts.now));
        }
        Ok(alerts.tell(settings)?)
    }
}
