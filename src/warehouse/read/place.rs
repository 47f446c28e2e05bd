//! Agencies that count in any number, and which count in which.

use duckdb::Connection;
use jiff::civil::Date;

/// An agency in a span of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// Agencies with events or figures and those above them, by code, the newest of a code first.
pub(super) fn places(connection: &Connection) -> duckdb::Result<Vec<(String, Place)>> {
    let mut query = connection.prepare(include_str!("places.sql"))?;
    let rows = query.query_map([], |row| {
        let day = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
        let place = Place {
            name: row.get(1)?,
            level: row.get(2)?,
            parent_code: row.get(3)?,
            valid_from: day(row.get(4)?).unwrap_or(Date::MIN),
            valid_to: day(row.get(5)?),
        };
        Ok((row.get(0)?, place))
    })?;
    rows.collect()
}

/// Metric and agency, of each that ever had data.
pub(super) fn reporting(connection: &Connection) -> duckdb::Result<Vec<(String, String)>> {
    let sql = "select distinct metric_id, agency_code from metric_day \
        union select distinct metric_id, agency_code from metric_once order by all";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
