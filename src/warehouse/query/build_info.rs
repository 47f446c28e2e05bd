//! What a build says of itself.

use duckdb::Connection;
use jiff::civil::Date;

use super::super::staging::parsed::parsed_or_none;

/// Describes one published build.
#[derive(Debug, Clone)]
pub struct BuildInfo {
    pub data_version: String,
    pub newest_on: Option<Date>,
    /// The day until which dossiers are known: of the newest export of them.
    pub known_until: Option<Date>,
    /// A rate over fewer is shown, and not ranked.
    pub few: i64,
}

impl BuildInfo {
    /// Reads what the build says; fails where another version built it.
    pub fn read(connection: &Connection) -> duckdb::Result<Self> {
        let sql = "select data_version, strftime(newest_on, '%Y-%m-%d'), strftime(known_until, '%Y-%m-%d'), \
            (select value from parameter where id = 'few_dossiers') from build";
        connection.query_row(sql, [], |row| {
            Ok(Self {
                data_version: row.get(0)?,
                newest_on: parsed_or_none(row, 1)?,
                known_until: parsed_or_none(row, 2)?,
                few: row.get::<_, Option<i64>>(3)?.unwrap_or(0),
            })
        })
    }
}
