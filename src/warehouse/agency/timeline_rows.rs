//! The rows that the timeline of agencies is built from.

use duckdb::Connection;
use jiff::civil::Date;

use crate::{
    domain::agency::{AgencyRecord, SuccessionRecord},
    warehouse::dates::{read_date, read_optional_date},
};

/// Reads every agency in every span of its days; one that has not ended lasts as long as days do.
pub fn read_agencies(connection: &Connection) -> duckdb::Result<Vec<AgencyRecord>> {
    let sql = "select code, area_code, name, level, parent_code, valid_from, valid_to from agency";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| {
        Ok(AgencyRecord {
            code: row.get(0)?,
            area_code: row.get(1)?,
            name: row.get(2)?,
            level: row.get(3)?,
            parent_code: row.get(4)?,
            first_on: read_date(row, 5)?,
            last_on: read_optional_date(row, 6)?.unwrap_or(Date::MAX),
        })
    })?;
    rows.collect()
}

/// Reads what went into whom.
pub fn read_successions(connection: &Connection) -> duckdb::Result<Vec<SuccessionRecord>> {
    let sql = "select code, successor_code, on_day, kind = 'whole' \
        from agency_succession order by code, successor_code, on_day";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([], |row| {
        Ok(SuccessionRecord {
            code: row.get(0)?,
            successor_code: row.get(1)?,
            on: read_date(row, 2)?,
            is_whole: row.get(3)?,
        })
    })?;
    rows.collect()
}
