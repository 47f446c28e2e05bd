//! The register of agencies: who had a code when, and what went into whom. Every page asks it, so it is read once.

use std::collections::HashMap;

use duckdb::Connection;
use jiff::civil::Date;

use super::names::{AgencyLineage, AgencyName, AgencyPredecessor};
use crate::{
    domain::agency_code::AgencyCode,
    warehouse::staging::parsed::{parsed, parsed_or_none},
};

#[derive(Default)]
pub struct AgencyRegistry {
    /// Of each code, the newest first.
    of_code: HashMap<String, Vec<RegistryEntry>>,
    /// Of each area, the agencies of it, the newest first: code and first day.
    of_area: HashMap<String, Vec<(String, Date)>>,
    /// Of each agency, what ever stood right under it.
    of_parent: HashMap<String, Vec<RegistryPart>>,
    /// Of each agency, what went into it, the newest first: day, whether whole, and its code.
    into: HashMap<String, Vec<(Date, bool, String)>>,
}

/// An agency from a day on.
struct RegistryEntry {
    valid_from: Date,
    agency: AgencyName,
}

/// An agency while it stands under another.
struct RegistryPart {
    code: String,
    level: String,
    valid_from: Date,
    valid_to: Option<Date>,
}

impl AgencyRegistry {
    pub fn of(connection: &Connection) -> duckdb::Result<Self> {
        let mut register = Self::default();
        register.read_agencies(connection)?;
        register.read_successions(connection)?;
        Ok(register)
    }

    fn read_agencies(&mut self, connection: &Connection) -> duckdb::Result<()> {
        let sql = "select code, name, level, parent_code, area_code, strftime(valid_from, '%Y-%m-%d'), \
            strftime(valid_to, '%Y-%m-%d') from agency order by valid_from desc, code";
        let mut query = connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let agency = AgencyName {
                code: row.get(0)?,
                name: row.get(1)?,
                level: row.get(2)?,
                parent_code: row.get(3)?,
            };
            let valid_from = parsed(row, 5)?;
            if let Some(parent) = &agency.parent_code {
                let part = RegistryPart {
                    code: agency.code.clone(),
                    level: agency.level.clone(),
                    valid_from,
                    valid_to: parsed_or_none(row, 6)?,
                };
                self.of_parent.entry(parent.clone()).or_default().push(part);
            }
            if let Some(area) = row.get(4)? {
                let of_area: &mut Vec<_> = self.of_area.entry(area).or_default();
                of_area.push((agency.code.clone(), valid_from));
            }
            let of_code = self.of_code.entry(agency.code.clone()).or_default();
            of_code.push(RegistryEntry { valid_from, agency });
        }
        Ok(())
    }

    fn read_successions(&mut self, connection: &Connection) -> duckdb::Result<()> {
        let sql = "select successor_code, strftime(on_day, '%Y-%m-%d'), kind = 'whole', code \
            from agency_succession order by on_day desc, code";
        let mut query = connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let on = parsed(row, 1)?;
            let into = self.into.entry(row.get(0)?).or_default();
            into.push((on, row.get(2)?, row.get(3)?));
        }
        Ok(())
    }

    /// Whoever had a code, its own or its area's, on a day, the code's own if it has one; else the newest that had it.
    pub fn agency(&self, code: &str, on: Date) -> Option<&AgencyName> {
        let dated = AgencyCode::of(code);
        let (code, on) = (dated.code, dated.on.unwrap_or(on));
        let entry = |code: &str, from: Date| {
            let entry = self.of_code.get(code)?.iter().find(|entry| entry.valid_from == from)?;
            Some(&entry.agency)
        };
        if let Some(entries) = self.of_code.get(code) {
            let then = entries.iter().find(|entry| entry.valid_from <= on);
            return then.or(entries.first()).map(|entry| &entry.agency);
        }
        let agencies = self.of_area.get(code)?;
        let then = agencies.iter().find(|(_, from)| *from <= on);
        then.or(agencies.first()).and_then(|(code, from)| entry(code, *from))
    }

    /// Code and level of what stands right under an agency on a day.
    pub fn below(&self, code: &str, on: Date) -> impl Iterator<Item = (&str, &str)> {
        let parts = self.of_parent.get(code).into_iter().flatten();
        let stands = move |part: &&RegistryPart| {
            part.valid_from <= on && part.valid_to.is_none_or(|last| on <= last)
        };
        parts.filter(stands).map(|part| (part.code.as_str(), part.level.as_str()))
    }

    /// What went into the agency that has a code on a day; nothing if it was itself all along.
    pub fn lineage(&self, code: &str, until: Date) -> Option<AgencyLineage> {
        let dated = AgencyCode::of(code);
        let (code, until) = (dated.code, dated.on.unwrap_or(until));
        let into = self.into.get(code)?;
        let on = into.iter().map(|(on, ..)| *on).find(|on| *on <= until)?;
        let parts = |is_whole: bool| {
            let parts = into.iter().filter(|part| part.0 == on && part.1 == is_whole);
            parts.map(|(_, _, code)| self.predecessor(code, on)).collect()
        };
        Some(AgencyLineage { on, whole: parts(true), split: parts(false) })
    }

    /// As it was last called before a day.
    fn predecessor(&self, code: &str, before: Date) -> AgencyPredecessor {
        let mut entries = self.of_code.get(code).into_iter().flatten();
        let last = entries.find(|entry| entry.valid_from < before);
        let name = last.map_or_else(|| code.to_owned(), |entry| entry.agency.name.clone());
        AgencyPredecessor { code: code.to_owned(), name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NAMED: &str = "
        create table agency (code varchar, area_code varchar, name varchar, level varchar, parent_code varchar, valid_from date, valid_to date);
        insert into agency values
            ('1', 'A', 'old', 'commune', '7', '2004-01-01', '2025-06-30'), ('1', 'A', 'new', 'commune', '7', '2025-07-01', null),
            ('2', null, 'gone', 'commune', '7', '2004-01-01', '2025-06-30'), ('3', null, 'shared', 'commune', null, '2004-01-01', null);
        create table agency_succession (code varchar, successor_code varchar, on_day date, kind varchar);
        insert into agency_succession values
            ('2', '1', '2025-07-01', 'whole'), ('1', '1', '2025-07-01', 'whole'), ('3', '1', '2025-07-01', 'split'),
            ('9', '1', '2010-01-01', 'whole')";

    #[expect(clippy::disallowed_types, reason = "a register is read from the engine")]
    fn register() -> AgencyRegistry {
        let connection = Connection::open_in_memory().expect("opened");
        connection.execute_batch(NAMED).expect("filled");
        AgencyRegistry::of(&connection).expect("read")
    }

    fn on(day: &str) -> Date {
        day.parse().expect("a day")
    }

    #[rstest]
    #[case::by_its_code("1", "2025-06-30", Some("old"))]
    #[case::on_its_first_day("1", "2025-07-01", Some("new"))]
    #[case::by_its_area("A", "2025-06-30", Some("old"))]
    #[case::before_anyone_had_it_the_newest("1", "1999-01-01", Some("new"))]
    #[case::nobody("8", "2025-07-01", None)]
    fn an_agency_is_the_one_of_the_day(
        #[case] code: &str,
        #[case] day: &str,
        #[case] name: Option<&str>,
    ) {
        let register = register();
        assert_eq!(register.agency(code, on(day)).map(|agency| agency.name.as_str()), name);
    }

    #[rstest]
    #[case::two("2025-06-30", &["2", "1"])]
    #[case::one_of_them_ended("2025-07-01", &["1"])]
    fn what_stands_under_an_agency_is_of_the_day(#[case] day: &str, #[case] codes: &[&str]) {
        let register = register();
        let mut below: Vec<&str> = register.below("7", on(day)).map(|(code, _)| code).collect();
        below.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(below, codes);
    }

    #[rstest]
    #[case::what_came_last("2025-07-01", Some((vec!["old", "gone"], vec!["shared"])))]
    // Who 9 was nobody knows.
    #[case::what_came_before("2025-06-30", Some((vec!["9"], vec![])))]
    #[case::itself_all_along("2009-12-31", None)]
    fn a_lineage_is_what_went_into_it_last(
        #[case] until: &str,
        #[case] names: Option<(Vec<&str>, Vec<&str>)>,
    ) {
        let lineage = register().lineage("1", on(until));
        let named = |parts: &[AgencyPredecessor]| {
            parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>()
        };
        let found = lineage.map(|lineage| (named(&lineage.whole), named(&lineage.split)));
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found, names.map(|(whole, split)| (owned(whole), owned(split))));
    }
}
