//! What the metrics of a build cost, beside the same selects and sums run by the bare engine. For `make bench` only.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use super::{
    WarehouseError,
    engine::open_builder,
    metrics::{self, event_view},
};
use crate::catalog::Catalog;

/// Holds the time one metric took in the build, and the time the bare engine took for the same SQL.
pub struct MetricCost {
    pub metric: String,
    pub ours: Duration,
    pub bare: Duration,
}

/// Sums every metric's events again in a copy of a warehouse, and the same events with nothing around.
pub fn metric_costs(
    catalog: &Catalog,
    warehouse: &Path,
    scratch: &Path,
) -> Result<Vec<MetricCost>, WarehouseError> {
    let copy = scratch.join("cost.duckdb");
    fs::copy(warehouse, &copy).map_err(WarehouseError::wrap_io("cannot copy the warehouse"))?;
    let connection = open_builder(Some(&copy), scratch, u64::MAX)?;
    let run = |sql: &str| {
        let failed = WarehouseError::wrap_engine("cannot measure");
        connection.execute_batch(sql).map_err(failed)
    };
    run("delete from metric; delete from metric_day; delete from metric_once")?;
    let mut costs = Vec::new();
    for metric in &catalog.metrics {
        // The pages are read once before either is timed.
        let bare_sql = format!(
            "create or replace temp table summed as select agency_code, on_day, kind, sum(numerator) as numerator, \
             sum(denominator) as denominator from {} group by agency_code, on_day, kind",
            event_view(&metric.id)
        );
        run(&bare_sql)?;
        let started = Instant::now();
        run(&bare_sql)?;
        let bare = started.elapsed();
        let started = Instant::now();
        metrics::sum_by_day(&connection, metric)?;
        costs.push(MetricCost { metric: metric.id.clone(), ours: started.elapsed(), bare });
    }
    Ok(costs)
}
