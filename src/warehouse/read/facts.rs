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
    /// The agency of a code (its own, or its area's) as it was at the end of a period, if it is in sight.
    pub fn agency(&self, code: &str, period: Period) -> Result<Option<AgencyName>, WarehouseError> {
        let found = self.ask("cannot read the agencies", |connection| {
            let sql = "select code, name, level, parent_code from agency where code = $1 or area_code = $1 \
                order by code = $1 desc, valid_from <= cast($2 as date) desc, valid_from desc limit 1";
            let found = connection.query_row(sql, params![code, period.end().to_string()], |row| {
                Ok(AgencyName { code: row.get(0)?, name: row.get(1)?, level: row.get(2)?, parent_code: row.get(3)? })
            });
            found.optional()
        })?;
        Ok(found.filter(|agency| self.seen.is_seen(&agency.code)))
    }

    /// Code and name of every agency that has events or figures, or has such below it, by name.
    pub fn agencies_with_numbers(&self, period: Period) -> Vec<(String, String)> {
        let mut named = self.shared.tree.named(period);
        named.retain(|(code, _)| self.seen.is_seen(code));
        named
    }

    /// What the agency of a code was called in a period, if it has numbers.
    pub fn name_of(&self, code: &str, period: Period) -> Option<&str> {
        self.shared.tree.name(code, period)
    }

    /// Whether an agency is another one or stands below it in a period.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        self.shared.tree.is_under(code, agency, period)
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
