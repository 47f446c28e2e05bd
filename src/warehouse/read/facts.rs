//! What a warehouse knows besides values: agencies, targets, where its data came from.

use duckdb::{OptionalExt, params};
use jiff::civil::Date;

use super::{super::WarehouseError, warehouse::Warehouse};
use crate::domain::{period::Period, threshold::Threshold};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
}

/// A limit in force: a floor not to fall under, or a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub is_floor: bool,
    pub value: Threshold,
    pub source: String,
}

impl Warehouse {
    /// The agency of a code (its own, or its area's) as it was at the end of a period.
    pub fn agency(&self, code: &str, period: Period) -> Result<Option<AgencyName>, WarehouseError> {
        self.ask("cannot read the agencies", |connection| {
            let sql = "select code, name, level, parent_code from agency where code = $1 or area_code = $1 \
                order by code = $1 desc, valid_from <= cast($2 as date) desc, valid_from desc limit 1";
            let found = connection.query_row(sql, params![code, period.end().to_string()], |row| {
                Ok(AgencyName { code: row.get(0)?, name: row.get(1)?, level: row.get(2)?, parent_code: row.get(3)? })
            });
            found.optional()
        })
    }

    /// The floor of a metric on a day, else its goal.
    pub fn target(&self, metric_id: &str, on: Date) -> Result<Option<Target>, WarehouseError> {
        let found: Option<(String, String, String)> = self.ask("cannot read the targets", |connection| {
            let sql = "select kind, cast(value as varchar), source from target where metric_id = $1 \
                and cast($2 as date) between valid_from and coalesce(valid_to, date '9999-12-31') order by kind limit 1";
            connection
                .query_row(sql, params![metric_id, on.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()
        })?;
        Ok(found.and_then(|(kind, value, source)| {
            Some(Target {
                is_floor: kind == "floor",
                value: value.parse().ok()?,
                source,
            })
        }))
    }

    /// Periods an indicator has published figures for, newest first.
    pub fn published_periods(&self, indicator: &str) -> Result<Vec<Period>, WarehouseError> {
        let ids: Vec<String> = self.ask("cannot read the figures", |connection| {
            let mut query = connection
                .prepare("select distinct period_id from figure where indicator = $1 and sector is null order by period_id desc")?;
            query.query_map([indicator], |row| row.get(0))?.collect()
        })?;
        Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
    }
}
