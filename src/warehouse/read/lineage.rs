//! Which agencies went into one, and when.

use std::sync::PoisonError;

use duckdb::params;
use jiff::civil::Date;

use super::{super::WarehouseError, warehouse::Warehouse};

/// Kept at a time; past that all are forgotten and read anew.
const KEPT: usize = 4096;

/// What an agency was made of. What was split over several successors is named, never shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The day from which the agency is what it is.
    pub on: Date,
    pub whole: Vec<Predecessor>,
    pub split: Vec<Predecessor>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    pub code: String,
    pub name: String,
}

impl Warehouse {
    /// What went into the agency that has a code at the end of a span; nothing if it was itself all along.
    pub fn lineage(&self, code: &str, until: Date) -> Result<Option<Lineage>, WarehouseError> {
        let asked = (code.to_owned(), until);
        let known = || self.shared.lineages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lineage) = known().get(&asked) {
            return Ok(lineage.clone());
        }
        let lineage = self.read_lineage(code, until)?;
        let mut known = known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(asked, lineage.clone());
        Ok(lineage)
    }

    fn read_lineage(&self, code: &str, until: Date) -> Result<Option<Lineage>, WarehouseError> {
        let sql = "select strftime(s.on_day, '%Y-%m-%d'), s.kind, s.code, coalesce(max_by(a.name, a.valid_from), s.code) \
            from agency_succession as s \
            left join agency as a on a.code = s.code and a.valid_from < s.on_day \
            where s.successor_code = $1 and s.on_day <= cast($2 as date) \
            group by s.on_day, s.kind, s.code order by s.on_day desc, s.code";
        let rows: Vec<(String, String, Predecessor)> =
            self.ask("cannot read the lineage", |connection| {
                let mut query = connection.prepare(sql)?;
                let rows = query.query_map(params![code, until.to_string()], |row| {
                    let (code, name) = (row.get(2)?, row.get(3)?);
                    Ok((row.get(0)?, row.get(1)?, Predecessor { code, name }))
                })?;
                rows.collect()
            })?;
        let Some(on) = rows.first().and_then(|(day, ..)| day.parse().ok()) else {
            return Ok(None);
        };
        let (mut whole, mut split) = (Vec::new(), Vec::new());
        for (day, kind, predecessor) in rows {
            match kind.as_str() {
                _ if day.parse::<Date>().ok() != Some(on) => {}
                "whole" => whole.push(predecessor),
                _ => split.push(predecessor),
            }
        }
        Ok(Some(Lineage { on, whole, split }))
    }
}
