//! Agencies as they were in a period, and sums up the tree.
//!
//! A few hundred agencies are summed here: planning the same joins took the engine longer than all the rest of an answer.

use std::collections::{BTreeMap, HashMap};

use duckdb::Connection;
use jiff::civil::Date;

use super::{
    heirs::{Heirs, Span},
    place::{Place, places, reporting},
};
use crate::domain::{name::bare_key, period::Period};

/// Numerator and denominator; none of a denominator is nought, the metric knows whether it has one.
pub(super) type Sums = (i64, i64);

/// Agencies that one after the other went into each other.
const LONGEST_LINE: usize = 10;

/// Whatever counts in any number: agencies with events or figures, and those above them.
pub(super) struct Tree {
    /// Of each code, the newest first.
    places: HashMap<String, Vec<Place>>,
    /// Of each metric, the agencies that ever had data for it.
    reporting: HashMap<String, Vec<String>>,
    heirs: Heirs,
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
        Ok(Self { places: of_code, reporting: of_metric, heirs: Heirs::of(connection)? })
    }

    /// Our numbers: an agency's are its own and all of those below it, and where they are `handed_on`, those of what went into
    /// it whole. An agency that ever had data stands in every period's list, with nothing if need be.
    pub fn computed(
        &self,
        metric: &str,
        own: &BTreeMap<String, Sums>,
        period: Period,
        handed_on: bool,
    ) -> Vec<Summed<'_>> {
        let span = Span::from(period);
        let ever = self.reporting.get(metric).into_iter().flatten().map(|code| (code, (0, 0)));
        let mut all: BTreeMap<String, Sums> = BTreeMap::new();
        for (code, sums) in ever.chain(own.iter().map(|(code, sums)| (code, *sums))) {
            let bearer = if handed_on { self.bearer(code, span) } else { code };
            add(all.entry(bearer.to_owned()).or_default(), sums);
        }
        let mut summed = self.summed(&all, span, |_| true);
        let is_untold = |one: &Summed| handed_on && self.heirs.is_split_in(&one.code, span);
        summed.iter_mut().filter(|one| is_untold(one)).for_each(|one| one.sums = (0, 0));
        summed
    }

    /// Published numbers: an agency with a figure of its own speaks for all below it.
    pub fn published(&self, own: &BTreeMap<String, Sums>, period: Period) -> Vec<Summed<'_>> {
        self.summed(own, period.into(), |above| !own.contains_key(above))
    }

    /// Adds each agency's sums to those above it, up to the first that does not take them.
    fn summed(
        &self,
        own: &BTreeMap<String, Sums>,
        span: Span,
        takes: impl Fn(&str) -> bool,
    ) -> Vec<Summed<'_>> {
        let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
        for (code, own) in own {
            let ancestors = self.above(code, span);
            let up = ancestors.into_iter().take_while(|above| takes(above));
            for code in std::iter::once(code.as_str()).chain(up) {
                add(sums.entry(code).or_default(), *own);
            }
        }
        let all = sums.into_iter().map(|(code, sums)| Summed {
            place: self.place(code, span),
            is_reporting: own.contains_key(code),
            code: code.to_owned(),
            sums,
        });
        // An agency of another time is listed only with numbers.
        let is_listed = |summed: &Summed| {
            summed.sums != (0, 0) || summed.place.is_none_or(|place| place.existed_in(span))
        };
        all.filter(is_listed).collect()
    }

    /// Code and name of every agency of a period, by name.
    pub fn named(&self, period: Period) -> Vec<(String, String)> {
        let span = Span::from(period);
        let of_period = self.places.keys().filter_map(|code| {
            let place = self.place(code, span).filter(|place| place.existed_in(span))?;
            (self.bearer(code, span) == code).then(|| (code.clone(), place.name.clone()))
        });
        let mut named: Vec<(String, String)> = of_period.collect();
        named.sort_by_cached_key(|(code, name)| (bare_key(name), code.clone()));
        named
    }

    /// All that count in an agency's numbers besides itself.
    pub fn below(&self, code: &str, period: Period) -> Vec<&str> {
        let others = self.places.keys().filter(|other| *other != code);
        others.filter(|other| self.is_under(other, code, period)).map(String::as_str).collect()
    }

    /// The code an agency's numbers go under: its own, or that of what it had gone into whole by the end of the span. A code
    /// that another agency has by then is left to it.
    fn bearer<'t>(&'t self, code: &'t str, span: Span) -> &'t str {
        let heir = |code: &str| {
            let is_taken = (self.places.get(code)?.iter()).any(|place| place.stands_on(span.end));
            self.heirs.heir(code, span.end).filter(|_| !is_taken)
        };
        let chain = std::iter::successors(Some(code), |code| heir(code));
        // A ring in the register must not be gone round for ever.
        chain.take(LONGEST_LINE).last().unwrap_or(code)
    }

    /// The agency that has a code in a period, else the newest that had it.
    fn place(&self, code: &str, span: Span) -> Option<&Place> {
        let all = self.places.get(code)?;
        let in_period = all.iter().find(|place| place.existed_in(span));
        in_period.or_else(|| all.first())
    }

    /// The name of the agency that has a code in a period.
    pub fn name(&self, code: &str, period: Period) -> Option<&str> {
        self.place(code, period.into()).map(|place| place.name.as_str())
    }

    /// The level of the agency that has a code in a period.
    pub fn level(&self, code: &str, period: Period) -> Option<&str> {
        self.place(code, period.into()).map(|place| place.level.as_str())
    }

    /// Whether the numbers of a code are part of an agency's: its own, of what went into it, of those below it.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        let span = Span::from(period);
        let bearer = self.bearer(code, span);
        code == agency || bearer == agency || self.above(bearer, span).contains(&agency)
    }

    /// Its parent, and so on up; a ring in the register ends where it closes.
    fn above(&self, code: &str, span: Span) -> Vec<&str> {
        let parent = |code: &str| self.place(code, span)?.parent_code.as_deref();
        let mut above: Vec<&str> = Vec::new();
        let mut next = parent(code);
        while let Some(one) = next.filter(|one| *one != code && !above.contains(one)) {
            above.push(one);
            next = parent(one);
        }
        above
    }
}

fn add(sum: &mut Sums, (numerator, denominator): Sums) {
    *sum = (sum.0 + numerator, sum.1 + denominator);
}

impl Place {
    fn existed_in(&self, span: Span) -> bool {
        self.valid_from <= span.end && self.valid_to.unwrap_or(Date::MAX) >= span.start
    }

    fn stands_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.unwrap_or(Date::MAX) >= day
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
            heirs: Heirs::default(),
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
        assert_eq!(told(&tree.computed("m", &own, period, true)), expected);
    }

    #[test]
    fn who_ever_had_data_is_listed_with_nothing_while_it_exists() {
        let tree = tree();
        let codes = |period: &str| {
            let summed = tree.computed("m", &own(&[]), period.parse().expect("a period"), true);
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
            let summed = tree.computed("m", &own, period.parse().expect("a period"), true);
            let place = summed.iter().find(|one| one.code == "3")?.place;
            place.map(|place| place.name.clone())
        };
        assert_eq!(name("2025-06").as_deref(), Some("old"));
        assert_eq!(name("2025").as_deref(), Some("new"));
    }
}
