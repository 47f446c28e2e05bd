//! The agencies of every time, by every way of naming them.

use std::{array, collections::HashMap};

use duckdb::Connection;
use jiff::civil::Date;

use super::timeline_rows::{read_agencies, read_successions};
use crate::{
    domain::{
        agency::{AgencyRecord, AgencyTimeline},
        name::{agency_key, bare_key, spell_out_type, without_type},
    },
    warehouse::{WarehouseError, staging::parsed::parse_text},
};

/// Finds agencies of every time by every way of naming them; positions are those of the timeline.
#[derive(Default)]
pub struct AgencyDirectory {
    pub timeline: AgencyTimeline,
    /// Of each position, the key of its name.
    keys: Vec<String>,
    /// Key of a name or an alias → positions.
    pub by_name: HashMap<String, Vec<usize>>,
    /// Key of a name without its type → positions. Only for texts that name no type.
    pub by_bare_name: HashMap<String, Vec<usize>>,
    /// The same two without any mark, for texts that were typed without.
    pub by_plain_name: HashMap<String, Vec<usize>>,
}

impl AgencyDirectory {
    /// Reads the registry of a warehouse. Fails when a day in it is none.
    pub fn load_registry(connection: &Connection) -> Result<Self, WarehouseError> {
        let timeline = read_timeline(connection)?;
        let mut agencies = Self { timeline, ..Self::default() };
        for at in 0..agencies.timeline.version_count() {
            let key = spell_out_type(&agency_key(&agencies.record(at).name));
            agencies.add_name(&key, at);
            agencies.keys.push(key);
        }
        let sql = "select alias, code, strftime(coalesce(valid_from, date '0001-01-01'), '%Y-%m-%d'), \
            strftime(coalesce(valid_to, date '9999-12-31'), '%Y-%m-%d') from agency_alias order by all";
        for [alias, code, from, to] in read_text_rows(connection, sql)? {
            agencies.add_alias(&alias, &code, (day(&from)?, day(&to)?));
        }
        Ok(agencies)
    }

    fn add_name(&mut self, key: &str, at: usize) {
        if let Some(bare) = without_type(key) {
            self.by_plain_name.entry(bare_key(&bare)).or_default().push(at);
            self.by_bare_name.entry(bare).or_default().push(at);
        }
        self.by_plain_name.entry(bare_key(key)).or_default().push(at);
        self.by_name.entry(key.to_owned()).or_default().push(at);
    }

    /// Another text for those that have a code on any of its days.
    fn add_alias(&mut self, alias: &str, code: &str, (from, to): (Date, Date)) {
        let key = spell_out_type(&agency_key(alias));
        let holders: Vec<usize> = self.timeline.holders_of(code).collect();
        for at in holders {
            if self.record(at).first_on <= to && from <= self.record(at).last_on {
                self.add_name(&key, at);
            }
        }
    }

    /// Gives the agency at a position, as it was in that span of its days.
    pub fn record(&self, at: usize) -> &AgencyRecord {
        self.timeline.record(at)
    }

    /// Gives the key of the name at a position.
    pub fn key(&self, at: usize) -> &str {
        &self.keys[at]
    }
}

fn read_timeline(connection: &Connection) -> Result<AgencyTimeline, WarehouseError> {
    let read =
        || Ok(AgencyTimeline::new(read_agencies(connection)?, &read_successions(connection)?));
    read().map_err(WarehouseError::wrap_engine("cannot read the agencies"))
}

fn day(text: &str) -> Result<Date, WarehouseError> {
    parse_text(text, 0).map_err(WarehouseError::wrap_engine("cannot read the agencies"))
}

/// Rows of texts.
fn read_text_rows<const N: usize>(
    connection: &Connection,
    sql: &str,
) -> Result<Vec<[String; N]>, WarehouseError> {
    let read = || -> duckdb::Result<Vec<[String; N]>> {
        let mut query = connection.prepare(sql)?;
        let rows = query.query_map([], |row| {
            let mut texts: [String; N] = array::from_fn(|_| String::new());
            for (column, text) in texts.iter_mut().enumerate() {
                *text = row.get(column)?;
            }
            Ok(texts)
        })?;
        rows.collect()
    };
    read().map_err(WarehouseError::wrap_engine("cannot read the agencies"))
}
