//! What a warehouse knows besides values: agencies, and what was published.

use duckdb::{OptionalExt, params};
use jiff::civil::Date;

use super::{super::WarehouseError, warehouse::Warehouse};
use crate::domain::period::Period;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
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

    /// Code and name of every agency that has events or figures, or has such below it, by name.
    pub fn agencies_with_numbers(&self, period: Period) -> Vec<(String, String)> {
        self.tree.named(period)
    }

    /// Whether anything an agency itself did counts in any metric.
    pub fn has_events(&self, code: &str) -> Result<bool, WarehouseError> {
        self.ask("cannot read the metrics", |connection| {
            let sql = "select count(*) > 0 from (select 1 from metric_day where agency_code = $1 limit 1)";
            connection.query_row(sql, [code], |row| row.get(0))
        })
    }

    /// The day so many working days after one; nothing where the calendar ends before.
    pub fn working_day_after(&self, day: Date, days: u16) -> Result<Option<Date>, WarehouseError> {
        let sql = "select strftime(min(later.day), '%Y-%m-%d') from calendar_day as later \
            join calendar_day as today on today.day = cast($1 as date) \
            where later.working_number = today.working_number + $2";
        let found: Option<String> = self.ask("cannot read the calendar", |connection| {
            connection.query_row(sql, params![day.to_string(), i64::from(days)], |row| row.get(0))
        })?;
        Ok(found.and_then(|day| day.parse().ok()))
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
