//! Who answers for the numbers of an agency that is no more.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use crate::{domain::period::Period, warehouse::dates::read_date};

/// First and last day of a period, worked out once: a tree is asked thousands of times about one.
#[derive(Debug, Clone, Copy)]
pub struct DaySpan {
    pub start: Date,
    pub end: Date,
}

impl From<Period> for DaySpan {
    fn from(period: Period) -> Self {
        Self { start: period.start(), end: period.end() }
    }
}

/// Holds which agency went into which one, and on what day.
#[derive(Debug, Default)]
pub struct AgencySuccession {
    /// Of each code that went into another one whole: since when, into which; the newest first.
    pub whole: HashMap<String, Vec<(Date, String)>>,
    /// Of each code whose agency went whole into another one that has it now: since when.
    pub kept: HashMap<String, Vec<Date>>,
    /// Of each code that is kept by one of those it was split over: since when.
    pub split: HashMap<String, Vec<Date>>,
}

impl AgencySuccession {
    /// Loads the successions of a warehouse, the newest first.
    pub fn load_successions(connection: &Connection) -> duckdb::Result<Self> {
        let sql = "select code, successor_code, on_day, kind = 'whole' from agency_succession \
            where kind = 'whole' or code = successor_code order by code, on_day desc";
        let mut heirs = Self::default();
        let mut query = connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (code, successor): (String, String) = (row.get(0)?, row.get(1)?);
            let day = read_date(row, 2)?;
            match (code == successor, row.get(3)?) {
                (true, true) => heirs.kept.entry(code).or_default().push(day),
                (true, false) => heirs.split.entry(code).or_default().push(day),
                (false, _) => heirs.whole.entry(code).or_default().push((day, successor)),
            }
        }
        Ok(heirs)
    }

    /// What a code had gone into by a day.
    pub fn successor_by(&self, code: &str, by: Date) -> Option<&str> {
        let heirs = self.whole.get(code)?.iter();
        heirs.filter(|(on, _)| *on <= by).map(|(_, heir)| heir.as_str()).next()
    }

    /// The code of what an agency went into whole on a day.
    pub fn successor_on<'h>(&'h self, code: &'h str, day: Date) -> Option<&'h str> {
        let mut whole = self.whole.get(code).into_iter().flatten();
        let heir = whole.find(|(on, _)| *on == day).map(|(_, heir)| heir.as_str());
        let is_kept = self.kept.get(code).is_some_and(|days| days.contains(&day));
        heir.or(is_kept.then_some(code))
    }

    /// Whether a code meant a larger agency at the beginning of a span than at its end: nobody knows whose its numbers are.
    pub fn is_split_in(&self, code: &str, span: DaySpan) -> bool {
        let days = self.split.get(code).into_iter().flatten();
        days.into_iter().any(|on| span.start < *on && *on <= span.end)
    }
}
