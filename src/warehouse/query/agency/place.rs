//! Agencies that count in any number, and which count in which.

use duckdb::Connection;
use jiff::civil::Date;

use super::succession::DaySpan;
use crate::warehouse::dates::read_optional_date;

/// An agency in a span of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyVersion {
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// The day its code passed to this agency; spans of one code with the same are of one agency.
    pub unit_from: Date,
}

impl AgencyVersion {
    /// Tells whether the agency existed on any day of a span.
    pub fn existed_in(&self, span: DaySpan) -> bool {
        self.valid_from <= span.end && self.last_on() >= span.start
    }

    /// Tells whether the agency exists on a day; both its first and its last day count.
    pub fn stands_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.last_on() >= day
    }

    /// Returns the last day of the agency, and `Date::MAX` for one that still exists.
    pub fn last_on(&self) -> Date {
        self.valid_to.unwrap_or(Date::MAX)
    }

    /// A day of it that is known: nobody knows since when what ended was there.
    pub fn known_day(&self) -> Date {
        self.valid_to.unwrap_or(self.valid_from)
    }
}

/// Codes with a day that stand in the data, each with the first day anything is told of its code alone.
pub(super) fn dated_codes(connection: &Connection) -> duckdb::Result<Vec<(String, Option<Date>)>> {
    let mut query = connection.prepare(include_str!("dated_codes.sql"))?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, read_optional_date(row, 1)?)))?;
    rows.collect()
}

/// Agencies with events or figures and those above them, by code, the newest of a code first.
pub fn read_versions(connection: &Connection) -> duckdb::Result<Vec<(String, AgencyVersion)>> {
    let mut query = connection.prepare(include_str!("places.sql"))?;
    let rows = query.query_map([], |row| {
        let place = AgencyVersion {
            name: row.get(1)?,
            level: row.get(2)?,
            parent_code: row.get(3)?,
            valid_from: read_optional_date(row, 4)?.unwrap_or(Date::MIN),
            valid_to: read_optional_date(row, 5)?,
            unit_from: read_optional_date(row, 6)?.unwrap_or(Date::MIN),
        };
        Ok((row.get(0)?, place))
    })?;
    rows.collect()
}

/// Metric and agency, of each that ever had data.
pub(super) fn read_reporting(connection: &Connection) -> duckdb::Result<Vec<(String, String)>> {
    let sql = "select distinct metric_id, agency_code from metric_day \
        union select distinct metric_id, agency_code from metric_once order by all";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
