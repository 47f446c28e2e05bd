//! Agencies as they were in a period, and sums up the tree.
//!
//! A few hundred agencies are summed here: planning the same joins took the engine longer than all the rest of an answer.

use std::collections::{BTreeMap, HashMap, HashSet};

use duckdb::Connection;
use jiff::civil::Date;

use super::place::{Place, places, reporting};
use crate::domain::{name::bare_key, period::Period};

/// Numerator and denominator; none of a denominator is nought, the metric knows whether it has one.
pub(super) type Sums = (i64, i64);

/// Whatever counts in any number: agencies with events or figures, and those above them.
pub(super) struct Tree {
    /// Of each code, the newest first.
    places: HashMap<String, Vec<Place>>,
    /// Of each metric, the agencies that ever had data for it.
    reporting: HashMap<String, Vec<String>>,
}

/// One agency's sums, its own and of those below it.
pub(super) struct Summed<'t> {
    pub code: String,
    /// `None` for a code no agency ever had.
    pub place: Option<&'t Place>,
    pub is_reporting: bool,
    pub sums: Sums,
}

impl Tree {
    pub fn of(connection: &Connection) -> duckdb::Result<Self> {
        let (mut of_code, mut of_metric) = (HashMap::new(), HashMap::new());
        for (code, place) in places(connection)? {
            of_code.entry(code).or_insert_with(Vec::new).push(place);
        }
        for (metric, code) in reporting(connection)? {
            of_metric.entry(metric).or_insert_with(Vec::new).push(code);
        }
        Ok(Self { places: of_code, reporting: of_metric })
    }

    /// Our numbers: an agency's are its own and all of those below it. An agency that ever had data stands in every period's
    /// list, with nothing if need be.
    pub fn computed(
        &self,
        metric: &str,
        own: &BTreeMap<String, Sums>,
        period: Period,
    ) -> Vec<Summed<'_>> {
        let none = Vec::new();
        let ever = self.reporting.get(metric).unwrap_or(&none);
        let nothing = ever.iter().map(|code| (code.clone(), (0, 0)));
        let mut all: BTreeMap<String, Sums> = nothing.collect();
        all.extend(own.iter().map(|(code, sums)| (code.clone(), *sums)));
        self.summed(&all, period, |_| true)
    }

    /// Published numbers: an agency with a figure of its own speaks for all below it.
    pub fn published(&self, own: &BTreeMap<String, Sums>, period: Period) -> Vec<Summed<'_>> {
        self.summed(own, period, |above| !own.contains_key(above))
    }

    /// Adds each agency's sums to those above it, up to the first that does not take them.
    fn summed(
        &self,
        own: &BTreeMap<String, Sums>,
        period: Period,
        takes: impl Fn(&str) -> bool,
    ) -> Vec<Summed<'_>> {
        let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
        for (code, (numerator, denominator)) in own {
            let ancestors = self.above(code, period);
            let up = ancestors.into_iter().take_while(|above| takes(above));
            for code in std::iter::once(code.as_str()).chain(up) {
                let sum = sums.entry(code).or_default();
                *sum = (sum.0 + numerator, sum.1 + denominator);
            }
        }
        let all = sums.into_iter().map(|(code, sums)| Summed {
            place: self.place(code, period),
            is_reporting: own.contains_key(code),
            code: code.to_owned(),
            sums,
        });
        // An agency of another time is listed only with numbers.
        let is_listed = |summed: &Summed| {
            summed.sums != (0, 0) || summed.place.is_none_or(|place| place.existed_in(period))
        };
        all.filter(is_listed).collect()
    }

    /// Code and name of every agency of a period, by name.
    pub fn named(&self, period: Period) -> Vec<(String, String)> {
        let of_period = self.places.keys().filter_map(|code| {
            let place = self.place(code, period)?;
            (place.existed_in(period)).then(|| (code.clone(), place.name.clone()))
        });
        let mut named: Vec<(String, String)> = of_period.collect();
        named.sort_by_cached_key(|(code, name)| (bare_key(name), code.clone()));
        named
    }

    /// All below an agency that count in any number.
    pub fn below(&self, code: &str, period: Period) -> Vec<&str> {
        let is_below = |other: &&String| self.above(other, period).contains(&code);
        let mut codes: Vec<&str> =
            self.places.keys().filter(is_below).map(String::as_str).collect();
        codes.retain(|other| *other != code);
        codes
    }

    /// The agency that has a code in a period, else the newest that had it.
    fn place(&self, code: &str, period: Period) -> Option<&Place> {
        let all = self.places.get(code)?;
        let in_period = all.iter().find(|place| place.existed_in(period));
        in_period.or_else(|| all.first())
    }

    /// The name of the agency that has a code in a period.
    pub fn name(&self, code: &str, period: Period) -> Option<&str> {
        self.place(code, period).map(|place| place.name.as_str())
    }

    /// The level of the agency that has a code in a period.
    pub fn level(&self, code: &str, period: Period) -> Option<&str> {
        self.place(code, period).map(|place| place.level.as_str())
    }

    /// Whether a code is an agency's, or of one below it.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        code == agency || self.above(code, period).contains(&agency)
    }

    /// Its parent, and so on up; a ring in the register ends where it closes.
    fn above(&self, code: &str, period: Period) -> Vec<&str> {
        let parent = |code: &str| self.place(code, period)?.parent_code.as_deref();
        let mut seen = HashSet::from([code.to_owned()]);
        std::iter::successors(parent(code), |code| parent(code))
            .take_while(|code| seen.insert((*code).to_owned()))
            .collect()
    }
}

impl Place {
    fn existed_in(&self, period: Period) -> bool {
        self.valid_from <= period.end() && self.valid_to.unwrap_or(Date::MAX) >= period.start()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Commune 3 under district 2 until the end of June 2025, then under province 1 at once.
    fn tree() -> Tree {
        let place = |name: &str, parent: Option<&str>, from: &str, to: Option<&str>| Place {
            name: name.into(),
            level: String::new(),
            parent_code: parent.map(Into::into),
            valid_from: from.parse().expect("a day"),
            valid_to: to.map(|day| day.parse().expect("a day")),
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
        Tree {
            places: places.map(|(code, all)| (code.into(), all)).into(),
            reporting: HashMap::from([("m".into(), vec!["2".into(), "3".into()])]),
        }
    }

    fn own(sums: &[(&str, Sums)]) -> BTreeMap<String, Sums> {
        sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect()
    }

    fn told(summed: &[Summed]) -> Vec<(String, Sums)> {
        summed.iter().map(|one| (one.code.clone(), one.sums)).collect()
    }

    #[rstest]
    #[case::through_its_district("2025-06", &[("1", (3, 4)), ("2", (3, 4)), ("3", (1, 2))])]
    #[case::without_one("2025-07", &[("1", (3, 4)), ("2", (2, 2)), ("3", (1, 2))])]
    fn numbers_go_up_the_tree_of_their_time(#[case] period: &str, #[case] sums: &[(&str, Sums)]) {
        let (tree, period) = (tree(), period.parse().expect("a period"));
        let own = own(&[("2", (2, 2)), ("3", (1, 2))]);
        let expected: Vec<_> =
            sums.iter().map(|(code, sums)| ((*code).to_owned(), *sums)).collect();
        assert_eq!(told(&tree.computed("m", &own, period)), expected);
    }

    #[test]
    fn who_ever_had_data_is_listed_with_nothing_while_it_exists() {
        let tree = tree();
        let codes = |period: &str| {
            let summed = tree.computed("m", &own(&[]), period.parse().expect("a period"));
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
            told(&tree.published(&own, period)),
            [("1".into(), (3, 5)), ("2".into(), (3, 5)), ("3".into(), (1, 2))]
        );
    }

    #[test]
    fn the_name_is_of_the_time() {
        let (tree, own) = (tree(), own(&[("3", (1, 2))]));
        let name = |period: &str| {
            let summed = tree.computed("m", &own, period.parse().expect("a period"));
            let place = summed.iter().find(|one| one.code == "3")?.place;
            place.map(|place| place.name.clone())
        };
        assert_eq!(name("2025-06").as_deref(), Some("old"));
        assert_eq!(name("2025").as_deref(), Some("new"));
    }
}
