//! What is due: make it, look at what may be wrong, send. Each step goes on from what the one before wrote down.

use std::path::Path;

use jiff::civil::DateTime;

use super::{PipelineError, summary::Summary};
use crate::{
    catalog::{
        Catalog,
        settings::{Settings, alerts::AlertSettings},
    },
    delivery::{Outbox, Scheduler, Step, Tally, alert::Alerts},
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
}

/// What was done.
#[derive(Debug, Default)]
pub struct Done {
    pub steps: Vec<Step>,
    /// Things told of in digests.
    pub alerts: usize,
    pub tally: Tally,
}

impl Due<'_> {
    pub fn run(&self) -> Result<Done, PipelineError> {
        let state = State::open(self.data)?;
        let warehouse = match Warehouse::open(self.data) {
            Err(WarehouseError::NotBuilt { .. }) => None,
            opened => Some(opened?),
        };
        let outbox = Outbox::new(self.catalog, self.settings, self.outside, &state, self.clock)?;
        let maker = Summary { catalog: self.catalog, warehouse: warehouse.as_ref() };
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
        alerts.look(settings)?;
        Ok(alerts.tell(settings)?)
    }
}
