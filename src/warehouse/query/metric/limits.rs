//! Which limits of a metric are in force on a day.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    queries::MetricQueries,
    targets::{ActiveTarget, ActiveTargets, DatedLimit},
};
use crate::{
    catalog::metric::Metric,
    warehouse::{
        WarehouseError,
        dates::{read_date, read_optional_date},
        staging::parsed::parse_column,
    },
};

impl MetricQueries {
    /// Finds the limits of a metric that are in force on a day.
    pub fn targets(&self, metric: &Metric, on: Date) -> Result<ActiveTargets, WarehouseError> {
        let limits = self.list_limits(&metric.id)?.iter();
        let in_force = limits.filter(|limit| limit.from <= on && on <= limit.to);
        let all = in_force.map(|limit| limit.target.clone()).collect();
        Ok(ActiveTargets { all, judge: self.verdict_rule(metric) })
    }

    /// The limits of a metric on any day.
    pub fn list_limits(&self, metric_id: &str) -> Result<&[DatedLimit], WarehouseError> {
        let limits = if let Some(known) = self.limits.get() {
            known
        } else {
            let read = self.reader.with_connection("cannot read the targets", read_limits)?;
            self.limits.get_or_init(|| read)
        };
        Ok(limits.get(metric_id).map_or(&[], Vec::as_slice))
    }
}

/// The limits of every metric, in the order of [`ActiveTargets`]. A few rows that every page asks for many times.
fn read_limits(connection: &Connection) -> duckdb::Result<HashMap<String, Vec<DatedLimit>>> {
    let sql = "select metric_id, kind, cast(value as varchar), source, agency_code, level, \
        valid_from, valid_to \
        from target order by kind, agency_code nulls last, level nulls last, valid_from desc, number desc";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut limits: HashMap<String, Vec<DatedLimit>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let target = ActiveTarget {
            is_floor: row.get::<_, String>(1)? == "floor",
            value: parse_column(row, 2)?,
            source: row.get(3)?,
            agency_code: row.get(4)?,
            level: row.get(5)?,
        };
        let (from, to) = (read_date(row, 6)?, read_optional_date(row, 7)?.unwrap_or(Date::MAX));
        limits.entry(row.get(0)?).or_default().push(DatedLimit { from, to, target });
    }
    Ok(limits)
}
