//! Agencies that count in any number, and which count in which.

use std::collections::BTreeSet;

use duckdb::Connection;
use jiff::civil::Date;

use crate::warehouse::dates::read_optional_date;

/// Codes with a day that stand in the data, each with the first day anything is told of its code alone.
pub(super) fn read_dated_codes(
    connection: &Connection,
) -> duckdb::Result<Vec<(String, Option<Date>)>> {
    let mut query = connection.prepare(include_str!("dated_codes.sql"))?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, read_optional_date(row, 1)?)))?;
    rows.collect()
}

/// Codes of agencies with events or figures, of what they went into, and of those above them.
pub(super) fn read_counted_codes(connection: &Connection) -> duckdb::Result<BTreeSet<String>> {
    let mut query = connection.prepare(include_str!("counted_codes.sql"))?;
    query.query_map([], |row| row.get(0))?.collect()
}

/// Metric and agency, of each that ever had data.
pub(super) fn read_reporting(connection: &Connection) -> duckdb::Result<Vec<(String, String)>> {
    let sql = "select distinct metric_id, agency_code from metric_day \
        union select distinct metric_id, agency_code from metric_once order by all";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
