//! The registry in memory: every agency of every time, by every way of naming it.

use std::collections::{BTreeSet, HashMap};

use duckdb::Connection;
use jiff::civil::Date;

use super::super::{WarehouseError, staging::parsed::parse_text};
use crate::domain::name::{agency_key, bare_key, spelled, text_key, without_type};

/// Every agency of every time, by every way of naming it.
#[derive(Default)]
pub struct AgencyDirectory {
    pub all: Vec<AgencyRecord>,
    /// Code of the agency or of its area → positions.
    pub by_code: HashMap<String, Vec<usize>>,
    /// Key of a name or an alias → positions.
    pub by_name: HashMap<String, Vec<usize>>,
    /// Key of a name without its type → positions. Only for texts that name no type.
    pub by_bare_name: HashMap<String, Vec<usize>>,
    /// The same two without any mark, for texts that were typed without.
    pub by_plain_name: HashMap<String, Vec<usize>>,
    /// Of each agency that ended, what it went into on the day after, and whether wholly.
    pub heirs: HashMap<usize, Vec<(usize, bool)>>,
    /// The days on which any agency begins or is no more, the earliest first.
    pub turns: Vec<Date>,
}

/// An agency in a span of its days: under one name and one parent.
pub struct AgencyRecord {
    pub code: String,
    pub name: String,
    pub key: String,
    /// Key of the parent's code.
    pub parent: Option<String>,
    pub first_on: Date,
    pub last_on: Date,
    /// The position of the first span of the same agency: one that got another name is still the same, one that took others
    /// in and kept the code is another.
    pub unit: usize,
}

impl AgencyDirectory {
    pub fn load(connection: &Connection) -> Result<Self, WarehouseError> {
        let mut agencies = Self::default();
        let sql = "select code, coalesce(area_code, code), name, coalesce(parent_code, ''), \
            strftime(valid_from, '%Y-%m-%d'), strftime(coalesce(valid_to, date '9999-12-31'), '%Y-%m-%d') \
            from agency order by code, valid_from";
        let failed = || WarehouseError::engine("cannot read the agencies");
        let day = |text: &str| parse_text(text, 0).map_err(failed());
        for [code, area_code, name, parent_code, first_on, last_on] in rows(connection, sql)? {
            let agency = AgencyRecord {
                key: spelled(&agency_key(&name)),
                code,
                name,
                parent: Some(text_key(&parent_code)).filter(|key| !key.is_empty()),
                first_on: day(&first_on)?,
                last_on: day(&last_on)?,
                unit: agencies.all.len(),
            };
            agencies.add(agency, &area_code);
        }
        let sql = "select alias, code, strftime(coalesce(valid_from, date '0001-01-01'), '%Y-%m-%d'), \
            strftime(coalesce(valid_to, date '9999-12-31'), '%Y-%m-%d') from agency_alias order by all";
        for [alias, code, from, to] in rows(connection, sql)? {
            agencies.add_alias(&alias, &code, (day(&from)?, day(&to)?));
        }
        let sql = "select code, successor_code, strftime(on_day, '%Y-%m-%d'), kind from agency_succession order by all";
        for [code, successor, on, kind] in rows(connection, sql)? {
            agencies.add_heir(&code, &successor, day(&on)?, kind == "whole");
        }
        agencies.tell_units_apart();
        let days = agencies.all.iter().flat_map(|agency| {
            [Some(agency.first_on), agency.last_on.tomorrow().ok()].into_iter().flatten()
        });
        let days: BTreeSet<Date> = days.collect();
        // Before the first of all there is nobody.
        agencies.turns = days.into_iter().skip(1).collect();
        Ok(agencies)
    }

    fn add(&mut self, agency: AgencyRecord, area_code: &str) {
        let at = self.all.len();
        self.by_code.entry(text_key(&agency.code)).or_default().push(at);
        if area_code != agency.code {
            self.by_code.entry(text_key(area_code)).or_default().push(at);
        }
        self.add_name(&agency.key, at);
        self.all.push(agency);
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
        let key = spelled(&agency_key(alias));
        for at in self.by_code.get(&text_key(code)).cloned().unwrap_or_default() {
            if self.all[at].first_on <= to && from <= self.all[at].last_on {
                self.add_name(&key, at);
            }
        }
    }

    fn add_heir(&mut self, code: &str, successor: &str, on: Date, is_whole: bool) {
        let found = |code: &str, is_it: &dyn Fn(&AgencyRecord) -> bool| {
            let known = self.by_code.get(&text_key(code))?;
            known.iter().copied().find(|at| is_it(&self.all[*at]))
        };
        let ended = found(code, &|one| one.last_on.tomorrow().is_ok_and(|day| day == on));
        let began = found(successor, &|one| one.first_on == on)
            .or_else(|| self.by_code.get(&text_key(successor))?.last().copied());
        if let (Some(ended), Some(began)) = (ended, began) {
            self.heirs.entry(ended).or_default().push((began, is_whole));
        }
    }

    /// Spans of one code are of one agency, unless it ended in between: it was divided, or went into one that others went into.
    fn tell_units_apart(&mut self) {
        let mut parts: HashMap<usize, usize> = HashMap::new();
        for (heir, _) in self.heirs.values().flatten() {
            *parts.entry(*heir).or_default() += 1;
        }
        for at in 1..self.all.len() {
            if self.all[at - 1].code != self.all[at].code {
                continue;
            }
            let is_same = self.heirs.get(&(at - 1)).is_none_or(|heirs| {
                heirs[..] == [(at, true)] && parts.get(&at).is_some_and(|parts| *parts == 1)
            });
            if is_same {
                self.all[at].unit = self.all[at - 1].unit;
            }
        }
    }

    /// The span of its code that an agency of a code has on a day.
    pub fn at(&self, code_key: &str, on: Date) -> Option<usize> {
        let known = self.by_code.get(code_key)?;
        known.iter().copied().find(|at| self.all[*at].exists_on(on))
    }
}

impl AgencyRecord {
    pub fn exists_on(&self, day: Date) -> bool {
        self.first_on <= day && day <= self.last_on
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
