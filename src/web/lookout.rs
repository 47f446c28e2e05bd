//! Looks out for what is published, so that nobody waits for a warehouse to be opened.

use std::{sync::Arc, time::Duration};

use super::Site;
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::period::Period,
    warehouse::{WarehouseError, read::Warehouse},
};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(5);

/// Opens each newly published warehouse and asks it what pages ask first, for as long as the server runs.
pub async fn look_out(site: Arc<Site>) {
    let mut known = String::new();
    loop {
        let site = Arc::clone(&site);
        let before = known.clone();
        // What cannot be opened or read now is said by whoever asks for it.
        let looked = tokio::task::spawn_blocking(move || {
            let warehouse = site.warehouse().ok()?;
            if warehouse.data_version != before {
                foresee(&site.catalog, &warehouse).ok()?;
            }
            Some(warehouse.data_version.clone())
        });
        if let Ok(Some(version)) = looked.await {
            known = version;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Every metric in the period that is shown where nobody chose one, in the one before, and step by step.
fn foresee(catalog: &Catalog, warehouse: &Warehouse) -> Result<(), WarehouseError> {
    let Some(newest) = warehouse.newest_on else {
        return Ok(());
    };
    let period = Period::year_of(newest);
    let periods = [vec![period, period.before()], period.steps()].concat();
    let metrics: Vec<&Metric> = catalog.metrics.iter().collect();
    warehouse.foresee(&metrics, &periods, false)
}
