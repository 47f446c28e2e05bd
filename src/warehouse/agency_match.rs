//! Which agency a text of an export means.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::WarehouseError;
use crate::domain::name::{agency_key, agency_short_key, bare_key, text_key};

/// Suggestions offered for a name nobody knows.
const SUGGESTED: usize = 3;

/// The agencies that existed on a day, by every way of naming them.
pub struct Agencies {
    /// Key → codes; a key with several codes decides nothing.
    by_code: HashMap<String, Vec<String>>,
    by_name: HashMap<String, Vec<String>>,
    by_short_name: HashMap<String, Vec<String>>,
    /// (name, code, key without marks)
    all: Vec<(String, String, String)>,
}

impl Agencies {
    pub fn on(connection: &Connection, day: Date) -> Result<Self, WarehouseError> {
        let mut agencies = Self {
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_short_name: HashMap::new(),
            all: Vec::new(),
        };
        let sql = "select code, coalesce(area_code, code), name from agency \
            where valid_from <= cast($1 as date) and coalesce(valid_to, date '9999-12-31') >= cast($1 as date) order by code";
        let failed = || WarehouseError::engine("cannot read the agencies");
        let mut query = connection.prepare(sql).map_err(failed())?;
        let rows = query
            .query_map([day.to_string()], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            })
            .map_err(failed())?;
        for row in rows {
            let (code, area_code, name) = row.map_err(failed())?;
            agencies.add(code, &area_code, name);
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
            insert(&mut agencies.by_name, agency_key(&alias), &code);
        }
        Ok(agencies)
    }

    fn add(&mut self, code: String, area_code: &str, name: String) {
        insert(&mut self.by_code, text_key(&code), &code);
        insert(&mut self.by_code, text_key(area_code), &code);
        insert(&mut self.by_name, agency_key(&name), &code);
        insert(&mut self.by_short_name, agency_short_key(&name), &code);
        let bare = bare_key(&agency_short_key(&name));
        self.all.push((name, code, bare));
    }

    /// The code, or what to tell the clerk: the nearest names, or those the text could mean.
    pub fn find(&self, text: &str) -> Result<String, String> {
        let ways = [
            (&self.by_code, text_key(text)),
            (&self.by_name, agency_key(text)),
            (&self.by_short_name, agency_short_key(text)),
        ];
        for (map, key) in ways {
            match map.get(&key).map(Vec::as_slice) {
                Some([code]) => return Ok(code.clone()),
                Some(several) => return Err(format!("could be {}", several.join(", "))),
                None => {}
            }
        }
        Err(self.nearest(text))
    }

    fn nearest(&self, text: &str) -> String {
        let wanted = bare_key(&agency_short_key(text));
        let mut scored: Vec<(f64, &(String, String, String))> = self
            .all
            .iter()
            .map(|agency| (strsim::jaro_winkler(&agency.2, &wanted), agency))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let names: Vec<String> = scored
            .iter()
            .take(SUGGESTED)
            .map(|(_, (name, code, _))| format!("{name} ({code})"))
            .collect();
        if names.is_empty() {
            "no agency is known on that day".into()
        } else {
            format!("nearest: {}", names.join(", "))
        }
    }
}

fn insert(map: &mut HashMap<String, Vec<String>>, key: String, code: &str) {
    let codes = map.entry(key).or_default();
    if !codes.iter().any(|known| known == code) {
        codes.push(code.to_owned());
    }
}
