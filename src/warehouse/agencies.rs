//! The registry in memory: every agency of every time, by every way of naming it.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::WarehouseError;
use crate::domain::name::{agency_key, spelled, text_key, without_type};

/// Every agency of every time, by every way of naming it.
pub struct Agencies {
    pub all: Vec<Agency>,
    /// Code of the agency or of its area → positions.
    pub by_code: HashMap<String, Vec<usize>>,
    /// Key of a name or an alias → positions.
    pub by_name: HashMap<String, Vec<usize>>,
    /// Key of a name without its type → positions. Only for texts that name no type.
    pub by_bare_name: HashMap<String, Vec<usize>>,
    pub successions: Vec<Succession>,
}

/// An agency went into another: wholly, or a part of it.
pub struct Succession {
    pub code: String,
    pub successor: String,
    pub on: Date,
    pub is_whole: bool,
}

pub struct Agency {
    pub code: String,
    pub name: String,
    pub key: String,
    /// Key of the parent's code.
    pub parent: Option<String>,
    pub first_on: Date,
    pub last_on: Date,
}

impl Agencies {
    pub fn load(connection: &Connection) -> Result<Self, WarehouseError> {
        let mut agencies = Self {
            all: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_bare_name: HashMap::new(),
            successions: Vec::new(),
        };
        let sql = "select code, coalesce(area_code, code), name, coalesce(parent_code, ''), \
            strftime(valid_from, '%Y-%m-%d'), strftime(coalesce(valid_to, date '9999-12-31'), '%Y-%m-%d') \
            from agency order by code, valid_from";
        for [code, area_code, name, parent_code, first_on, last_on] in rows(connection, sql)? {
            let day = |text: String| text.parse().unwrap_or(Date::MAX);
            let agency = Agency {
                key: spelled(&agency_key(&name)),
                code,
                name,
                parent: Some(text_key(&parent_code)).filter(|key| !key.is_empty()),
                first_on: day(first_on),
                last_on: day(last_on),
            };
            agencies.add(agency, &area_code);
        }
        for [alias, code] in
            rows(connection, "select alias, code from agency_alias order by alias")?
        {
            let meant = agencies.by_code.get(&text_key(&code)).cloned();
            let known = agencies.by_name.entry(spelled(&agency_key(&alias))).or_default();
            known.extend(meant.unwrap_or_default());
        }
        let sql = "select code, successor_code, strftime(on_day, '%Y-%m-%d'), kind from agency_succession order by all";
        for [code, successor, on, kind] in rows(connection, sql)? {
            agencies.successions.push(Succession {
                code,
                successor,
                on: on.parse().unwrap_or(Date::MAX),
                is_whole: kind == "whole",
            });
        }
        Ok(agencies)
    }

    fn add(&mut self, agency: Agency, area_code: &str) {
        let at = self.all.len();
        self.by_code.entry(text_key(&agency.code)).or_default().push(at);
        if area_code != agency.code {
            self.by_code.entry(text_key(area_code)).or_default().push(at);
        }
        if let Some(bare) = without_type(&agency.key) {
            self.by_bare_name.entry(bare).or_default().push(at);
        }
        self.by_name.entry(agency.key.clone()).or_default().push(at);
        self.all.push(agency);
    }
}

/// Rows of texts.
fn rows<const N: usize>(
    connection: &Connection,
    sql: &str,
) -> Result<Vec<[String; N]>, WarehouseError> {
    let read = || -> duckdb::Result<Vec<[String; N]>> {
        let mut query = connection.prepare(sql)?;
        let rows = query.query_map([], |row| {
            let mut texts: [String; N] = std::array::from_fn(|_| String::new());
            for (column, text) in texts.iter_mut().enumerate() {
                *text = row.get(column)?;
            }
            Ok(texts)
        })?;
        rows.collect()
    };
    read().map_err(WarehouseError::engine("cannot read the agencies"))
}
