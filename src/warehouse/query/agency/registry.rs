//! The register of agencies: who had a code when, and what went into whom. Every page asks it, so it is read once.

use std::{
    cmp::Reverse,
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use duckdb::Connection;
use jiff::civil::Date;
use parking_lot::Mutex;

use super::names::{AgencyLineage, AgencyName, AgencyPredecessor, CalledAgencies, SoughtName};
use crate::{
    domain::{
        agency::{AgencyTimeline, SuccessionRecord},
        agency_code::AgencyCode,
    },
    warehouse::agency::timeline_rows::{read_agencies, read_successions},
};

/// Answers who had a code when, and what went into whom.
pub struct AgencyRegistry {
    timeline: Arc<AgencyTimeline>,
    /// Of each code, what went into whoever had it, the newest first. Who went into it need not be in the registry.
    into: HashMap<String, Vec<SuccessionRecord>>,
}

/// A register changes a few times a year and most builds hold the same one; a process keeps those of the builds it opened last, by
/// the digest of their rows.
static KEPT: Mutex<VecDeque<(String, Arc<AgencyRegistry>)>> = Mutex::new(VecDeque::new());
const KEPT_AT_MOST: usize = 2;

impl AgencyRegistry {
    /// Returns the registry of a build: the one of an earlier build where that has the same rows.
    pub fn of_build(connection: &Connection) -> duckdb::Result<Arc<Self>> {
        let digest = connection.query_row(include_str!("register.sql"), [], |row| row.get(0))?;
        let mut kept = KEPT.lock();
        if let Some(place) = kept.iter().position(|(made_of, _)| *made_of == digest) {
            // What is asked for most often is let go last.
            kept.swap(0, place);
            return Ok(Arc::clone(&kept[0].1));
        }
        let registry = Arc::new(Self::of(connection)?);
        kept.truncate(KEPT_AT_MOST - 1);
        kept.push_front((digest, Arc::clone(&registry)));
        Ok(registry)
    }

    /// Reads the registry of a build.
    fn of(connection: &Connection) -> duckdb::Result<Self> {
        let mut successions = read_successions(connection)?;
        let timeline = Arc::new(AgencyTimeline::new(read_agencies(connection)?, &successions));
        successions.sort_by_key(|succession| Reverse(succession.on));
        let mut into: HashMap<String, Vec<SuccessionRecord>> = HashMap::new();
        for succession in successions {
            into.entry(succession.successor_code.clone()).or_default().push(succession);
        }
        Ok(Self { timeline, into })
    }

    /// The timeline it answers from.
    pub fn timeline(&self) -> &Arc<AgencyTimeline> {
        &self.timeline
    }

    /// Finds whoever had a code, its own or its area's, on a day, the code's own if it has one; else the newest that had it.
    pub fn agency(&self, code: &str, on: Date) -> Option<AgencyName> {
        let dated = AgencyCode::from_text(code);
        let (code, on) = (dated.code, dated.on.unwrap_or(on));
        let record = self.timeline.record(self.timeline.latest(code, on)?);
        // Whoever asks writes a code as it is.
        let is_asked = record.code == code || record.area_code.as_deref() == Some(code);
        is_asked.then(|| AgencyName::of_record(record))
    }

    /// Lists who is called as a text says on a day, of those that whoever asks may see: letter for letter, else without the type before
    /// it, else without marks, else those whose name holds the text. Only to choose among: a text without marks decides nothing. Whom
    /// nobody may see stands in nobody's way: a better name of theirs would hide the only one there is.
    pub fn named(&self, text: &str, on: Date, is_visible: impl Fn(&str) -> bool) -> CalledAgencies {
        let sought = SoughtName::of(text);
        let there = (0..self.timeline.version_count()).map(|at| self.timeline.record(at));
        let graded = there
            .filter(|record| record.exists_on(on) && is_visible(&record.code))
            .filter_map(|record| Some((sought.grade(&record.name)?, record)));
        let graded: Vec<_> = graded.collect();
        let best = graded.iter().map(|(grade, _)| *grade).min();
        let named = graded.into_iter().filter(|(grade, _)| Some(*grade) == best);
        let named = named.map(|(_, record)| AgencyName::of_record(record));
        let mut named: Vec<AgencyName> = named.collect();
        named.sort_by(|one, other| (&one.name, &one.code).cmp(&(&other.name, &other.code)));
        CalledAgencies { is_exact: best.is_some_and(SoughtName::is_exact), agencies: named }
    }

    /// Gives code and level of what stands right under an agency on a day.
    pub fn below(&self, code: &str, on: Date) -> impl Iterator<Item = (&str, &str)> {
        let parts = self.timeline.right_under(code, on).map(|at| self.timeline.record(at));
        parts.map(|part| (part.code.as_str(), part.level.as_str()))
    }

    /// Finds what went into the agency that has a code on a day; nothing if it was itself all along.
    pub fn lineage(&self, code: &str, until: Date) -> Option<AgencyLineage> {
        let dated = AgencyCode::from_text(code);
        let (code, until) = (dated.code, dated.on.unwrap_or(until));
        let into = self.into.get(code)?;
        let on = into.iter().map(|one| one.on).find(|on| *on <= until)?;
        let parts = |is_whole: bool| {
            let parts = into.iter().filter(|one| one.on == on && one.is_whole == is_whole);
            parts.map(|one| self.predecessor(&one.code, on)).collect()
        };
        Some(AgencyLineage { on, whole: parts(true), split: parts(false) })
    }

    /// Names an agency as it was last called before a day.
    fn predecessor(&self, code: &str, before: Date) -> AgencyPredecessor {
        let records = self.timeline.holders_of(code).map(|at| self.timeline.record(at));
        let last = records.filter(|one| one.code == code && one.first_on < before).last();
        let name = last.map_or_else(|| code.to_owned(), |one| one.name.clone());
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
    fn register_of(rows: &str) -> AgencyRegistry {
        let connection = Connection::open_in_memory().expect("opened");
        connection.execute_batch(rows).expect("filled");
        AgencyRegistry::of(&connection).expect("read")
    }

    fn register() -> AgencyRegistry {
        register_of(NAMED)
    }

    fn on(day: &str) -> Date {
        day.parse().expect("a day")
    }

    #[expect(clippy::disallowed_types, reason = "a register is read from the engine")]
    #[test]
    fn builds_of_the_same_register_share_it() {
        let register_with = |more: &str| {
            let connection = Connection::open_in_memory().expect("opened");
            connection.execute_batch(NAMED).expect("filled");
            connection.execute_batch(more).expect("filled");
            AgencyRegistry::of_build(&connection).expect("read")
        };
        let one = register_with("");
        assert!(Arc::ptr_eq(&one, &register_with("")));
        for other in [
            "update agency set name = 'newer' where name = 'new'",
            "update agency set area_code = code where name = 'gone'",
            "delete from agency where code = '3'",
            "insert into agency from agency where code = '3'",
            "update agency_succession set kind = 'split' where code = '2'",
        ] {
            assert!(!Arc::ptr_eq(&one, &register_with(other)), "{other}");
        }
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
        assert_eq!(register.agency(code, on(day)).map(|agency| agency.name).as_deref(), name);
    }

    #[rstest]
    #[case::of_all("2 13 3", &["gone"])]
    #[case::without_the_one_of_that_name("13 3", &["goner"])]
    #[case::of_nobody("", &[])]
    fn who_may_not_be_seen_hides_nobody_of_a_name_less_alike(
        #[case] visible: &str,
        #[case] names: &[&str],
    ) {
        let mut sql = NAMED.to_owned();
        sql +=
            "; insert into agency values ('13', null, 'goner', 'commune', '7', '2004-01-01', null)";
        let register = register_of(&sql);
        let may = |code: &str| visible.split(' ').any(|it| it == code);
        let named = register.named("gone", on("2025-06-30"), may);
        let found: Vec<&str> = named.agencies.iter().map(|agency| &*agency.name).collect();
        assert_eq!(found, names);
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
