//! The registry of agencies in memory, built once from its rows; versions of agencies are named by their position in it.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use jiff::civil::Date;

use crate::domain::name::text_key;

/// Describes an agency in a span of its days: under one name and one parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRecord {
    pub code: String,
    /// The code of its area, by which others name it too.
    pub area_code: Option<String>,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
    pub first_on: Date,
    pub last_on: Date,
}

impl AgencyRecord {
    /// Tells whether the agency is there on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.first_on <= day && day <= self.last_on
    }

    /// Tells whether the agency is there on any day of a span.
    pub fn exists_within(&self, first: Date, last: Date) -> bool {
        self.first_on <= last && self.last_on >= first
    }

    /// Gives a day of it that is known: nobody knows since when what ended was there.
    pub fn known_day(&self) -> Date {
        if self.last_on == Date::MAX { self.first_on } else { self.last_on }
    }
}

/// Says what an agency went into on the day after its last: wholly, or in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionRecord {
    pub code: String,
    pub successor_code: String,
    pub on: Date,
    pub is_whole: bool,
}

/// Answers who an agency was on a day. Codes are compared as texts of a registry: whatever their case.
#[derive(Debug, Default)]
pub struct AgencyTimeline {
    /// By code and first day.
    versions: Vec<AgencyVersionLinks>,
    /// Key of a code → its number among the holders.
    numbers: HashMap<String, usize>,
    /// Of each code, who ever had it.
    holders: Vec<CodeHolders>,
    turns: Vec<Date>,
}

/// A version, and those it is linked with.
#[derive(Debug)]
pub(super) struct AgencyVersionLinks {
    pub(super) record: AgencyRecord,
    /// The number of the parent's code.
    pub(super) parent: Option<usize>,
    /// What it went into on the day after its last, and whether wholly.
    pub(super) successors: Vec<(usize, bool)>,
    /// What went into it.
    pub(super) predecessors: Vec<usize>,
    /// The first version of the same agency.
    pub(super) unit: usize,
}

/// Versions by a code, in the order of the registry.
#[derive(Debug, Default)]
pub(super) struct CodeHolders {
    /// Whose own code it is.
    pub(super) own: Vec<usize>,
    /// Whose area's code it is.
    pub(super) of_area: Vec<usize>,
    /// Versions right under it on any day.
    pub(super) children: Vec<usize>,
}

impl CodeHolders {
    fn all(&self) -> impl Iterator<Item = usize> {
        self.own.iter().chain(&self.of_area).copied()
    }
}

impl AgencyTimeline {
    /// Builds the timeline from the registry's rows, in any order.
    pub fn new(mut agencies: Vec<AgencyRecord>, successions: &[SuccessionRecord]) -> Self {
        agencies.sort_by(|a, b| (&a.code, a.first_on).cmp(&(&b.code, b.first_on)));
        let mut timeline = Self::default();
        for record in agencies {
            timeline.add(record);
        }
        for succession in successions {
            timeline.link(succession);
        }
        timeline.tell_units_apart();
        let days = timeline.versions.iter().flat_map(|version| {
            let next = version.record.last_on.tomorrow().ok();
            [Some(version.record.first_on), next].into_iter().flatten()
        });
        let days: BTreeSet<Date> = days.collect();
        // Before the first of all there is nobody.
        timeline.turns = days.into_iter().skip(1).collect();
        timeline
    }

    fn add(&mut self, record: AgencyRecord) {
        let at = self.versions.len();
        let own = self.number(&record.code);
        self.holders[own].own.push(at);
        if let Some(area) = record.area_code.as_ref().filter(|area| **area != record.code) {
            let area = self.number(area);
            self.holders[area].of_area.push(at);
        }
        let named = record.parent_code.as_ref().filter(|code| !text_key(code).is_empty());
        let parent = named.cloned().map(|code| self.number(&code));
        if let Some(parent) = parent {
            self.holders[parent].children.push(at);
        }
        let (successors, predecessors) = (Vec::new(), Vec::new());
        self.versions.push(AgencyVersionLinks {
            record,
            parent,
            successors,
            predecessors,
            unit: at,
        });
    }

    /// Gives a code its number, which it keeps.
    fn number(&mut self, code: &str) -> usize {
        let next = self.holders.len();
        let number = *self.numbers.entry(text_key(code)).or_insert(next);
        if number == next {
            self.holders.push(CodeHolders::default());
        }
        number
    }

    fn link(&mut self, succession: &SuccessionRecord) {
        let is_end = |at: &usize| {
            self.versions[*at].record.last_on.tomorrow().is_ok_and(|day| day == succession.on)
        };
        let ended = self.holders_of(&succession.code).find(is_end);
        let is_begin = |at: &usize| self.versions[*at].record.first_on == succession.on;
        let began = (self.holders_of(&succession.successor_code).find(is_begin))
            .or_else(|| self.holders_of(&succession.successor_code).last());
        if let (Some(ended), Some(began)) = (ended, began) {
            self.versions[ended].successors.push((began, succession.is_whole));
            self.versions[began].predecessors.push(ended);
        }
    }

    /// Versions of one code are of one agency, unless it ended in between: it was divided, or went into one that others went into.
    fn tell_units_apart(&mut self) {
        for at in 1..self.versions.len() {
            let [before, this] = &self.versions[at - 1..=at] else { continue };
            let goes_on = before.successors.is_empty()
                || before.successors[..] == [(at, true)] && this.predecessors.len() == 1;
            if before.record.code == this.record.code && goes_on {
                self.versions[at].unit = before.unit;
            }
        }
    }

    /// Gives every version that ever had a code: those whose own it is before those whose area's.
    pub fn holders_of(&self, code: &str) -> impl Iterator<Item = usize> {
        let number = self.numbers.get(&text_key(code));
        number.into_iter().flat_map(|number| self.holders[*number].all())
    }

    /// Gives every version whose own code it is, letter for letter, the newest first.
    pub fn own_holders(&self, code: &str) -> impl Iterator<Item = usize> {
        let number = self.numbers.get(&text_key(code));
        let own = number.into_iter().flat_map(|number| self.holders[*number].own.iter().rev());
        own.copied().filter(move |at| self.record(*at).code == code)
    }

    /// Finds whoever has a code on a day: its own, else its area's. `None` for a code nobody has then.
    pub fn at(&self, code: &str, day: Date) -> Option<usize> {
        self.holder_on(*self.numbers.get(&text_key(code))?, day)
    }

    /// Finds whoever had a code on a day.
    pub(super) fn holder_on(&self, number: usize, day: Date) -> Option<usize> {
        self.holders[number].all().find(|at| self.record(*at).exists_on(day))
    }

    /// Finds whoever had a code on a day, else had it last before, else the newest of all that had it: as their own, or if nobody
    /// ever did, as their area's.
    pub fn latest(&self, code: &str, day: Date) -> Option<usize> {
        let holders = &self.holders[*self.numbers.get(&text_key(code))?];
        let known = if holders.own.is_empty() { &holders.of_area } else { &holders.own };
        let newest = |until: Date| {
            let begun = known.iter().copied().filter(|at| self.record(*at).first_on <= until);
            begun.max_by_key(|at| (self.record(*at).first_on, Reverse(*at)))
        };
        newest(day).or_else(|| newest(Date::MAX))
    }

    /// Gives what stands right under a code on a day, whoever has the code.
    pub fn right_under(&self, code: &str, day: Date) -> impl Iterator<Item = usize> {
        let number = self.numbers.get(&text_key(code));
        let children = number.into_iter().flat_map(|number| &self.holders[*number].children);
        children.copied().filter(move |at| self.record(*at).exists_on(day))
    }

    /// Gives the agency at a position, as it was in that span of its days.
    pub fn record(&self, at: usize) -> &AgencyRecord {
        &self.versions[at].record
    }

    /// Gives the position of the first version of the same agency: one that got another name is still the same, one that took
    /// others in and kept the code is another.
    pub fn unit(&self, at: usize) -> usize {
        self.versions[at].unit
    }

    /// Counts the versions; positions are below it.
    pub fn version_count(&self) -> usize {
        self.versions.len()
    }

    /// Gives the days on which any agency begins or is no more, the earliest first.
    pub fn turns(&self) -> &[Date] {
        &self.turns
    }

    /// Lists what an agency went into, or what went into it.
    pub(super) fn links(&self, at: usize) -> &AgencyVersionLinks {
        &self.versions[at]
    }

    /// Gives what stands right under an agency on any day, by its own code or by its area's.
    pub(super) fn children_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let record = self.record(at);
        let area = record.area_code.as_ref().filter(|area| **area != record.code);
        let codes = std::iter::once(&record.code).chain(area);
        let numbers = codes.filter_map(|code| self.numbers.get(&text_key(code)));
        numbers.flat_map(|number| self.holders[*number].children.iter().copied())
    }
}
