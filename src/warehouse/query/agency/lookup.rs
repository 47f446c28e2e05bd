//! What a warehouse knows besides values: agencies, and what was published.

use std::collections::HashMap;

use duckdb::{Connection, params};
use jiff::civil::Date;

use super::{super::warehouse::Warehouse, succession::DaySpan};
use crate::{
    domain::{agency_code::AgencyCode, period::Period},
    warehouse::{
        WarehouseError,
        staging::parsed::{parsed, parsed_or_none},
    },
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
}

impl Warehouse {
    /// The agency of a code (its own, or its area's) as it was at the end of a period, if it is in sight.
    pub fn agency(&self, code: &str, period: Period) -> Option<AgencyName> {
        let (tree, span) = (&self.shared.tree, DaySpan::from(period));
        let mut agency = self.shared.register.agency(code, period.end())?.clone();
        // An area's code is written as the agency's own.
        if AgencyCode::of(code).on.is_some() {
            agency.code = tree.normal(code, span);
        }
        if let Some(place) = tree.place(&agency.code, span) {
            agency.name.clone_from(&place.name);
            agency.level.clone_from(&place.level);
            agency.parent_code = tree.parent(&agency.code, span);
        }
        self.seen.is_seen(&agency.code).then_some(agency)
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
            let sql = "select count(*) > 0 from (select 1 from metric_day \
                where agency_code = $1 or agency_code like $1 || '@%' limit 1)";
            connection.query_row(sql, [code], |row| row.get(0))
        })
    }

    /// The day so many working days after one; nothing where the calendar ends before.
    pub fn working_day_after(&self, day: Date, days: u16) -> Result<Option<Date>, WarehouseError> {
        let sql = "select strftime(min(later.day), '%Y-%m-%d') from calendar_day as later \
            join calendar_day as today on today.day = cast($1 as date) \
            where later.working_number = today.working_number + $2";
        self.ask("cannot read the calendar", |connection| {
            let asked = params![day.to_string(), i64::from(days)];
            connection.query_row(sql, asked, |row| parsed_or_none(row, 0))
        })
    }

    /// Periods an indicator has published figures for, newest first.
    pub fn published_periods(&self, indicator: &str) -> Result<&[Period], WarehouseError> {
        let known = if let Some(known) = self.seen.published.get() {
            known
        } else {
            let read = self.ask("cannot read the figures", published_periods)?;
            self.seen.published.get_or_init(|| read)
        };
        Ok(known.get(indicator).map_or(&[], Vec::as_slice))
    }
}

fn published_periods(connection: &Connection) -> duckdb::Result<HashMap<String, Vec<Period>>> {
    let mut periods: HashMap<String, Vec<Period>> = HashMap::new();
    let mut query = connection.prepare(
        "select distinct indicator, period_id from figure where sector is null order by period_id desc",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        periods.entry(row.get(0)?).or_default().push(parsed(row, 1)?);
    }
    Ok(periods)
}
