//! Agencies as they were in a period, and sums up the tree.
//!
//! A few hundred agencies are summed here: planning the same joins took the engine longer than all the rest of an answer.

use std::collections::{BTreeMap, HashMap};

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    place::{AgencyVersion, dated_codes, read_reporting, read_versions},
    succession::{AgencySuccession, DaySpan},
};
use crate::domain::{agency_code::AgencyCode, name::bare_key, period::Period};

/// Numerator and denominator; none of a denominator is nought, the metric knows whether it has one.
pub type SumPair = (i64, i64);

/// Whatever counts in any number: agencies with events or figures, and those above them.
pub struct AgencyTree {
    /// Of each code, the newest first.
    pub(super) places: HashMap<String, Vec<AgencyVersion>>,
    /// Codes with a day that stand in the data: of agencies told of when another one has their code.
    pub(in crate::warehouse::query) dated: Vec<String>,
    /// Of each code that stands there with a day: the last such day, and the first day anything is told of the code alone.
    pub(super) days_of: HashMap<String, (Date, Option<Date>)>,
    /// Of each metric, the agencies that ever had data for it.
    reporting: HashMap<String, Vec<String>>,
    pub(super) heirs: AgencySuccession,
}

/// One agency's sums, its own and of those below it.
pub struct AgencySums<'t> {
    pub code: String,
    /// `None` for a code no agency ever had.
    pub place: Option<&'t AgencyVersion>,
    /// The code of the agency above it.
    pub parent: Option<String>,
    pub is_reporting: bool,
    /// Whether nobody knows which of the numbers under its code are its own.
    pub is_untold: bool,
    pub sums: SumPair,
}

impl AgencyTree {
    /// Loads the agencies that count in any number, their successions, and which of them report for
    /// which metric.
    pub fn load_tree(connection: &Connection) -> duckdb::Result<Self> {
        let (mut of_code, mut of_metric) = (HashMap::new(), HashMap::new());
        for (code, place) in read_versions(connection)? {
            of_code.entry(code).or_insert_with(Vec::new).push(place);
        }
        for (metric, code) in read_reporting(connection)? {
            of_metric.entry(metric).or_insert_with(Vec::new).push(code);
        }
        let (mut dated, mut days_of) = (Vec::new(), HashMap::new());
        for (code, since) in dated_codes(connection)? {
            if let AgencyCode { code: alone, on: Some(on) } = AgencyCode::from_text(&code) {
                days_of.insert(alone.to_owned(), (on, since));
            }
            dated.push(code);
        }
        let heirs = AgencySuccession::load_successions(connection)?;
        Ok(Self { places: of_code, dated, days_of, reporting: of_metric, heirs })
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
        let is_untold =
            |one: &AgencySums| follows_succession && self.heirs.is_split_in(&one.code, span);
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
            summed.sums != (0, 0) || summed.place.is_none_or(|place| place.existed_in(span))
        };
        all.filter(is_listed).collect()
    }

    /// Code and name of every agency of a period, by name.
    pub fn agencies_by_name(&self, period: Period) -> Vec<(String, String)> {
        let span = DaySpan::from(period);
        let of_period = self.places.keys().filter_map(|code| {
            let place = self.version_in(code, span).filter(|place| place.existed_in(span))?;
            (self.successor_code(code, span) == *code).then(|| (code.clone(), place.name.clone()))
        });
        let mut named: Vec<(String, String)> = of_period.collect();
        named.sort_by_cached_key(|(code, name)| (bare_key(name), code.clone()));
        named
    }

    /// All that count in an agency's numbers besides itself.
    pub fn codes_below(&self, code: &str, period: Period) -> Vec<&str> {
        let others = self.places.keys().chain(&self.dated).filter(|other| *other != code);
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
        let mut above: Vec<String> = Vec::new();
        let mut next = self.parent_in(code, span);
        while let Some(one) = next.filter(|one| one != code && !above.contains(one)) {
            next = self.parent_in(&one, span);
            above.push(one);
        }
        above
    }
}

fn add_pair(sum: &mut SumPair, (numerator, denominator): SumPair) {
    *sum = (sum.0 + numerator, sum.1 + denominator);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Commune 3 under district 2 until the end of June 2025, then under province 1 at once.
    fn tree() -> AgencyTree {
        let place =
            |name: &str, parent: Option<&str>, from: &str, to: Option<&str>| AgencyVersion {
                name: name.into(),
                level: String::new(),
                parent_code: parent.map(Into::into),
                valid_from: from.parse().expect("a day"),
                valid_to: to.map(|day| day.parse().expect("a day")),
                unit_from: from.parse().expect("a day"),
            };
        let places = [
            ("1", vec![place("province", None, "2004-01-01", None)]),
            ("2", vec![place("district", Some("1"), "2004-01-01", Some("2025-06-30"))]),
            (
                "3",
                vec![
                    place("new", Some("1"), "2025-07-01", None),
                    place("old", Some("2"), "2004-01-01", Some("2025-06-30")),
                ],
            ),
        ];
        AgencyTree {
            places: places.map(|(code, all)| (code.into(), all)).into(),
            dated: Vec::new(),
            days_of: HashMap::new(),
            reporting: HashMap::from([("m".into(), vec!["2".into(), "3".into()])]),
            heirs: AgencySuccession::default(),
        }
    }

    fn own(sums: &[(&str, SumPair)]) -> BTreeMap<String, SumPair> {
        sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect()
    }

    fn told(summed: &[AgencySums]) -> Vec<(String, SumPair)> {
        summed.iter().map(|one| (one.code.clone(), one.sums)).collect()
    }

    #[rstest]
    #[case::through_its_district("2025-06", &[("1", (3, 4)), ("2", (3, 4)), ("3", (1, 2))])]
    #[case::without_one("2025-07", &[("1", (3, 4)), ("2", (2, 2)), ("3", (1, 2))])]
    fn numbers_go_up_the_tree_of_their_time(
        #[case] period: &str,
        #[case] sums: &[(&str, SumPair)],
    ) {
        let (tree, period) = (tree(), period.parse().expect("a period"));
        let own = own(&[("2", (2, 2)), ("3", (1, 2))]);
        let expected: Vec<_> =
            sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect();
        assert_eq!(told(&tree.sum_computed("m", &own, period, true)), expected);
    }

    #[test]
    fn who_ever_had_data_is_listed_with_nothing_while_it_exists() {
        let tree = tree();
        let codes = |period: &str| {
            let summed = tree.sum_computed("m", &own(&[]), period.parse().expect("a period"), true);
            summed.into_iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("2025-06"), ["1", "2", "3"]);
        assert_eq!(codes("2025-07"), ["1", "3"]);
    }

    #[test]
    fn a_published_parent_speaks_for_its_children_all_the_way_up() {
        let (tree, period) = (tree(), "2025-06".parse().expect("a period"));
        // The district's 3 of 5 hold the commune's 1 of 2.
        let own = own(&[("2", (3, 5)), ("3", (1, 2))]);
        assert_eq!(
            told(&tree.sum_published(&own, period)),
            [("1".into(), (3, 5)), ("2".into(), (3, 5)), ("3".into(), (1, 2))]
        );
    }

    #[test]
    fn the_name_is_of_the_time() {
        let (tree, own) = (tree(), own(&[("3", (1, 2))]));
        let name = |period: &str| {
            let summed = tree.sum_computed("m", &own, period.parse().expect("a period"), true);
            let place = summed.iter().find(|one| one.code == "3")?.place;
            place.map(|place| place.name.clone())
        };
        assert_eq!(name("2025-06").as_deref(), Some("old"));
        assert_eq!(name("2025").as_deref(), Some("new"));
    }
}
