//! Looks out for what is published, so that the first who asks seldom waits for it to be opened and read.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use super::super::{ServedSite, jobs::mending::MendingReason};
use crate::{
    catalog::Catalog,
    domain::basis::MetricBasis,
    domain::period::Period,
    warehouse::{
        WarehouseError,
        query::{MetricRequest, Warehouse},
    },
};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(5);

/// Opens each newly published warehouse and asks it what pages ask first, for as long as the server runs. What cannot be opened or
/// read is said by whoever asks for it.
pub async fn warm_cache(site: Arc<ServedSite>) {
    let mut known = Weak::new();
    loop {
        let (site, before) = (Arc::clone(&site), Weak::clone(&known));
        let looking = Arc::clone(&site);
        let looked = tokio::task::spawn_blocking(move || {
            let site = looking;
            let warehouse = site.open_warehouse()?;
            let seen = Arc::downgrade(&warehouse);
            if !Weak::ptr_eq(&seen, &before) {
                warm_values(&site.catalog, &warehouse)?;
            }
            Ok::<_, WarehouseError>(seen)
        });
        match looked.await {
            Ok(Ok(seen)) => known = seen,
            Ok(Err(error)) if error.may_be_damage() => {
                site.begin_mending(MendingReason::Damage, error.to_string());
            }
            Ok(Err(error @ WarehouseError::OtherVersion { .. })) => {
                site.begin_mending(MendingReason::OtherVersion, error.to_string());
            }
            Ok(Err(_)) | Err(_) => {}
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Asks for every metric in the period that is shown where nobody chose one, in the one before, and step by step.
fn warm_values(catalog: &Catalog, warehouse: &Warehouse) -> Result<(), WarehouseError> {
    let Some(newest) = warehouse.newest_on else {
        return Ok(());
    };
    let period = Period::year_of(newest);
    let periods = [vec![period, period.previous_period()], period.trend_steps()].concat();
    for metric in &catalog.metrics {
        for period in &periods {
            let basis = MetricBasis::Computed;
            warehouse.metrics.values(&MetricRequest { metric, period: *period, basis })?;
        }
    }
    Ok(())
}
