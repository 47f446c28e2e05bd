//! Which agency a text of an export means.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::WarehouseError;
use crate::domain::name::{agency_key, agency_parts, bare_key, spelled, text_key, without_type};

/// Suggestions offered for a name nobody knows.
const SUGGESTED: usize = 3;

/// The agencies that existed on a day, by every way of naming them.
pub struct Agencies {
    all: Vec<Agency>,
    /// Code of the agency or of its area → position.
    by_code: HashMap<String, usize>,
    /// Key of a name or an alias → positions.
    by_name: HashMap<String, Vec<usize>>,
    /// Key of a name without its type → positions. Only for texts that name no type.
    by_bare_name: HashMap<String, Vec<usize>>,
}

struct Agency {
    code: String,
    name: String,
    parent_code: Option<String>,
}

impl Agencies {
    pub fn on(connection: &Connection, day: Date) -> Result<Self, WarehouseError> {
        let failed = || WarehouseError::engine("cannot read the agencies");
        let sql = "select code, coalesce(area_code, code), name, parent_code from agency \
            where valid_from <= cast($1 as date) and coalesce(valid_to, date '9999-12-31') >= cast($1 as date) order by code";
        let mut query = connection.prepare(sql).map_err(failed())?;
        let rows = query
            .query_map([day.to_string()], |row| {
                let agency = Agency {
                    code: row.get(0)?,
                    name: row.get(2)?,
                    parent_code: row.get(3)?,
                };
                Ok((agency, row.get::<_, String>(1)?))
            })
            .map_err(failed())?;
        let (all, by_code) = (Vec::new(), HashMap::new());
        let mut agencies = Self {
            all,
            by_code,
            by_name: HashMap::new(),
            by_bare_name: HashMap::new(),
        };
        for row in rows {
            let (agency, area_code) = row.map_err(failed())?;
            agencies.add(agency, &area_code);
        }
        let mut aliases = connection
            .prepare("select alias, code from agency_alias order by alias")
            .map_err(failed())?;
        let rows = aliases
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .map_err(failed())?;
        for row in rows {
            let (alias, code) = row.map_err(failed())?;
            if let Some(at) = agencies.by_code.get(&text_key(&code)).copied() {
                agencies
                    .by_name
                    .entry(agency_key(&alias))
                    .or_default()
                    .push(at);
            }
        }
        Ok(agencies)
    }

    fn add(&mut self, agency: Agency, area_code: &str) {
        let (at, key) = (self.all.len(), agency_key(&agency.name));
        self.by_code.insert(text_key(area_code), at);
        self.by_code.insert(text_key(&agency.code), at);
        if let Some(bare) = without_type(&key) {
            self.by_bare_name.entry(bare).or_default().push(at);
        }
        self.by_name.entry(key).or_default().push(at);
        self.all.push(agency);
    }

    /// The code, or what to tell the clerk: the nearest names, or those the text could mean.
    pub fn find(&self, text: &str) -> Result<String, String> {
        if let Some(at) = self.by_code.get(&text_key(text)) {
            return Ok(self.all[*at].code.clone());
        }
        let (own, parent) = agency_parts(text);
        let key = spelled(&own);
        let named = match self.by_name.get(&key) {
            None if without_type(&key).is_none() => self.by_bare_name.get(&key),
            named => named,
        };
        let is_under = |at: &&usize| {
            parent
                .as_ref()
                .is_none_or(|parent| self.is_under(**at, &spelled(parent)))
        };
        let fitting: Vec<usize> = named
            .into_iter()
            .flatten()
            .filter(is_under)
            .copied()
            .collect();
        match fitting[..] {
            [at] => Ok(self.all[at].code.clone()),
            [] => Err(self.nearest(&key)),
            _ => Err(format!("could be {}", self.names(fitting.iter().copied()))),
        }
    }

    /// Whether an agency stands, at any height, under one of that name.
    fn is_under(&self, at: usize, parent: &str) -> bool {
        let above = |at: &usize| {
            let code = self.all[*at].parent_code.as_ref()?;
            self.by_code.get(&text_key(code)).copied()
        };
        std::iter::successors(above(&at), above).any(|at| {
            let key = agency_key(&self.all[at].name);
            key == parent || without_type(&key).as_deref() == Some(parent)
        })
    }

    fn nearest(&self, key: &str) -> String {
        let bare = |key: &str| bare_key(&without_type(key).unwrap_or_else(|| key.to_owned()));
        let wanted = bare(key);
        let mut scored: Vec<(f64, usize)> = (self.all.iter().enumerate())
            .map(|(at, agency)| {
                (
                    strsim::jaro_winkler(&bare(&agency_key(&agency.name)), &wanted),
                    at,
                )
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if scored.is_empty() {
            return "no agency is known on that day".into();
        }
        format!(
            "nearest: {}",
            self.names(scored.into_iter().take(SUGGESTED).map(|(_, at)| at))
        )
    }

    fn names(&self, positions: impl Iterator<Item = usize>) -> String {
        let name = |at: usize| format!("{} ({})", self.all[at].name, self.all[at].code);
        positions.map(name).collect::<Vec<_>>().join(", ")
    }
}
