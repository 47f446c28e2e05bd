//! What a build says of itself.

use duckdb::Connection;
use jiff::civil::Date;

use super::super::{dates::read_optional_date, layout::LAYOUT};

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
    /// Reads what the build says; `None` where its relations are not those that this program asks for.
    pub fn read(connection: &Connection) -> duckdb::Result<Option<Self>> {
        // The first builds did not say of which layout they are.
        let is_told = "select count(*) from pragma_table_info('build') where name = 'layout'";
        if connection.query_row(is_told, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(None);
        }
        let sql = "select data_version, newest_on, known_until, \
            (select value from parameter where id = 'few_dossiers'), layout from build";
        connection.query_row(sql, [], |row| {
            let is_known = row.get::<_, String>(4)? == LAYOUT;
            Ok(is_known.then_some(Self {
                data_version: row.get(0)?,
                newest_on: read_optional_date(row, 1)?,
                known_until: read_optional_date(row, 2)?,
                few: row.get::<_, Option<i64>>(3)?.unwrap_or(0),
            }))
        })
    }

    /// Reads the data version of a build, whichever program built it.
    pub fn read_version(connection: &Connection) -> duckdb::Result<String> {
        connection.query_row("select data_version from build", [], |row| row.get(0))
    }
}
