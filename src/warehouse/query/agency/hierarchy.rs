//! Agencies as they were in a period, and sums up the tree.
//!
//! A few hundred agencies are summed here: planning the same joins took the engine longer than all the rest of an answer.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    counted::{read_counted_codes, read_dated_codes, read_reporting},
    day_span::DaySpan,
};
use crate::domain::{
    agency::{AgencyRecord, AgencyTimeline, walk_line},
    agency_code::AgencyCode,
    name::bare_key,
    period::Period,
};

/// Numerator and denominator; none of a denominator is nought, the metric knows whether it has one.
pub type SumPair = (i64, i64);

/// Whatever counts in any number: agencies with events or figures, and those above them.
pub struct AgencyTree {
    /// Who had a code when, and what went into whom.
    pub(super) timeline: Arc<AgencyTimeline>,
    /// Of each code that counts, its versions in the timeline, the newest first.
    pub(super) counted: BTreeMap<String, Vec<usize>>,
    /// Codes with a day that stand in the data: of agencies told of when another one has their code.
    pub(in crate::warehouse::query) dated: Vec<String>,
    /// Of each code that stands there with a day: the last such day, and the first day anything is told of the code alone.
    pub(super) days_of: HashMap<String, (Date, Option<Date>)>,
    /// Of each metric, the agencies that ever had data for it.
    reporting: HashMap<String, Vec<String>>,
}

/// One agency's sums, its own and of those below it.
pub struct AgencySums<'t> {
    pub code: String,
    /// `None` for a code no agency ever had.
    pub place: Option<&'t AgencyRecord>,
    /// The code of the agency above it.
    pub parent: Option<String>,
    pub is_reporting: bool,
    /// Whether nobody knows which of the numbers under its code are its own.
    pub is_untold: bool,
    pub sums: SumPair,
}

impl AgencyTree {
    /// Loads which agencies of the timeline count in any number, and which of them report for which metric.
    pub fn load_tree(
        connection: &Connection,
        timeline: &Arc<AgencyTimeline>,
    ) -> duckdb::Result<Self> {
        let mut of_metric = HashMap::new();
        for (metric, code) in read_reporting(connection)? {
            of_metric.entry(metric).or_insert_with(Vec::new).push(code);
        }
        let (mut dated, mut days_of) = (Vec::new(), HashMap::new());
        for (code, since) in read_dated_codes(connection)? {
            if let AgencyCode { code: alone, on: Some(on) } = AgencyCode::from_text(&code) {
                days_of.insert(alone.to_owned(), (on, since));
            }
            dated.push(code);
        }
        let counted = versions_by_code(timeline, read_counted_codes(connection)?);
        Ok(Self { timeline: Arc::clone(timeline), counted, dated, days_of, reporting: of_metric })
    }

    /// Our numbers: an agency's are its own and all of those below it, and where they are `follows_succession`, those of what went into
    /// it whole. An agency that ever had data stands in every period's list, with nothing if need be.
    pub fn sum_computed(
        &self,
        metric: &str,
        own: &BTreeMap<String, SumPair>,
        period: Period,
        follows_succession: bool,
    ) -> Vec<AgencySums<'_>> {
        let span = DaySpan::from(period);
        let ever = self.reporting.get(metric).into_iter().flatten().map(|code| (code, (0, 0)));
        let mut all: BTreeMap<String, SumPair> = BTreeMap::new();
        for (code, sums) in ever.chain(own.iter().map(|(code, sums)| (code, *sums))) {
            let bearer = if follows_succession {
                self.successor_code(code, span)
            } else {
                self.normalize_code(code, span)
            };
            add_pair(all.entry(bearer).or_default(), sums);
        }
        let mut summed = self.sum_up_tree(&all, span, |_| true);
        let is_untold = |one: &AgencySums| follows_succession && self.is_split_in(&one.code, span);
        summed.iter_mut().filter(|one| is_untold(one)).for_each(|one| {
            (one.sums, one.is_untold) = ((0, 0), true);
        });
        summed
    }

    /// Published numbers: an agency with a figure of its own speaks for all below it.
    pub fn sum_published(
        &self,
        own: &BTreeMap<String, SumPair>,
        period: Period,
    ) -> Vec<AgencySums<'_>> {
        let span = DaySpan::from(period);
        let mut all: BTreeMap<String, SumPair> = BTreeMap::new();
        // Of two that mean the same, what is told of the code alone comes first.
        for (code, sums) in own {
            all.entry(self.normalize_code(code, span)).or_insert(*sums);
        }
        self.sum_up_tree(&all, span, |above| !all.contains_key(above))
    }

    /// Adds each agency's sums to those above it, up to the first that does not take them.
    fn sum_up_tree(
        &self,
        own: &BTreeMap<String, SumPair>,
        span: DaySpan,
        takes: impl Fn(&str) -> bool,
    ) -> Vec<AgencySums<'_>> {
        let mut sums: BTreeMap<String, SumPair> = BTreeMap::new();
        for (code, own) in own {
            let ancestors = self.ancestors_in(code, span);
            let up = ancestors.into_iter().take_while(|above| takes(above));
            for code in std::iter::once(code.clone()).chain(up) {
                add_pair(sums.entry(code).or_default(), *own);
            }
        }
        let all = sums.into_iter().map(|(code, sums)| AgencySums {
            place: self.version_in(&code, span),
            parent: self.parent_in(&code, span),
            is_reporting: own.contains_key(&code),
            is_untold: false,
            code,
            sums,
        });
        // An agency of another time is listed only with numbers.
        let is_listed = |summed: &AgencySums| {
            summed.sums != (0, 0)
                || summed.place.is_none_or(|place| place.exists_within(span.start, span.end))
        };
        all.filter(is_listed).collect()
    }

    /// Code and name of every agency of a period, by name.
    pub fn agencies_by_name(&self, period: Period) -> Vec<(String, String)> {
        let span = DaySpan::from(period);
        let of_period = self.counted.keys().filter_map(|code| {
            let place = self.version_in(code, span)?;
            place.exists_within(span.start, span.end).then_some(())?;
            (self.successor_code(code, span) == *code).then(|| (code.clone(), place.name.clone()))
        });
        let mut named: Vec<(String, String)> = of_period.collect();
        named.sort_by_cached_key(|(code, name)| (bare_key(name), code.clone()));
        named
    }

    /// All that count in an agency's numbers besides itself.
    pub fn codes_below(&self, code: &str, period: Period) -> Vec<&str> {
        let others = self.counted.keys().chain(&self.dated).filter(|other| *other != code);
        others.filter(|other| self.is_under(other, code, period)).map(String::as_str).collect()
    }

    /// The name of the agency that has a code in a period.
    pub fn name_in(&self, code: &str, period: Period) -> Option<&str> {
        self.version_in(code, period.into()).map(|place| place.name.as_str())
    }

    /// The level of the agency that has a code in a period.
    pub fn level_in(&self, code: &str, period: Period) -> Option<&str> {
        self.version_in(code, period.into()).map(|place| place.level.as_str())
    }

    /// Whether the numbers of a code are part of an agency's: its own, of what went into it, of those below it.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        let span = DaySpan::from(period);
        let bearer = self.successor_code(code, span);
        code == agency
            || bearer == agency
            || self.ancestors_in(&bearer, span).iter().any(|it| it == agency)
    }

    /// Its parent, and so on up; a ring in the register ends where it closes.
    pub fn ancestors_in(&self, code: &str, span: DaySpan) -> Vec<String> {
        walk_line(code.to_owned(), |code| self.parent_in(code, span)).skip(1).collect()
    }
}

/// Finds the versions of codes once: looking a code up in the timeline makes its key anew.
fn versions_by_code(
    timeline: &AgencyTimeline,
    codes: impl IntoIterator<Item = String>,
) -> BTreeMap<String, Vec<usize>> {
    let with_versions = |code: String| {
        let versions = timeline.own_holders(&code).collect();
        (code, versions)
    };
    codes.into_iter().map(with_versions).collect()
}

fn add_pair(sum: &mut SumPair, (numerator, denominator): SumPair) {
    *sum = (sum.0 + numerator, sum.1 + denominator);
}

#[cfg(test)]
mod tests;
