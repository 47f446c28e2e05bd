//! A metric's sums by day, held in memory: a page asks for many periods, and each is two places in a line of days.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, date};

use super::super::agency::hierarchy::SumPair;
use crate::domain::period::Period;

/// What agencies did themselves.
pub type DirectSums = BTreeMap<String, SumPair>;

/// One metric's events by day, of each agency that had any.
#[derive(Default)]
pub struct DailySums {
    flows: HashMap<String, PrefixSums>,
    stocks: HashMap<String, PrefixSums>,
    /// By subject: each counts once in a period, on however many of its days.
    once: HashMap<String, HashMap<String, PrefixSums>>,
    /// How many sums are held; known once it is closed.
    pub length: usize,
}

/// What kind of events a day's sum is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind<'s> {
    Flow,
    Stock,
    Once { subject: &'s str },
}

/// Sums of days, the earliest first.
#[derive(Default)]
pub struct PrefixSums {
    days: Vec<i32>,
    sums: Vec<SumPair>,
}

impl PrefixSums {
    /// Appends the sums of one day; days are numbered from 1 January 1970.
    pub fn push_day(&mut self, day: i32, sums: SumPair) {
        self.days.push(day);
        self.sums.push(sums);
    }

    /// After all is pushed; the earliest come first then.
    fn sort_days(&mut self) {
        self.days.shrink_to_fit();
        self.sums.shrink_to_fit();
        if !self.days.is_sorted() {
            let mut all: Vec<_> = self.days.drain(..).zip(self.sums.drain(..)).collect();
            all.sort_unstable_by_key(|(day, _)| *day);
            (self.days, self.sums) = all.into_iter().unzip();
        }
    }

    /// Each sum becomes that of all days up to its own.
    fn add_up(&mut self) {
        let mut until = SumPair::default();
        for sums in &mut self.sums {
            until = add_pairs(until, *sums);
            *sums = until;
        }
    }

    /// The places of the days from one through another; `None` where nothing happened.
    fn index_range(&self, first: i32, last: i32) -> Option<std::ops::Range<usize>> {
        let from = self.days.partition_point(|day| *day < first);
        let to = self.days.partition_point(|day| *day <= last);
        (from < to).then_some(from..to)
    }

    /// Of a line that is added up: the sums of the days from one through another.
    fn sum_between(&self, first: i32, last: i32) -> Option<SumPair> {
        let places = self.index_range(first, last)?;
        let all = self.sums[places.end - 1];
        let before = places.start.checked_sub(1).map_or((0, 0), |before| self.sums[before]);
        Some((all.0 - before.0, all.1 - before.1))
    }

    /// Of a subject's line: what it counts, once.
    fn once_within(&self, first: i32, last: i32) -> Option<SumPair> {
        let sums = &self.sums[self.index_range(first, last)?];
        sums.iter().copied().reduce(|one, other| (one.0.max(other.0), one.1.max(other.1)))
    }
}

impl DailySums {
    /// The line of an agency's events of a kind, to be pushed to.
    pub fn sums_mut(&mut self, agency: &str, kind: EventKind) -> &mut PrefixSums {
        match kind {
            EventKind::Flow => entry_mut(&mut self.flows, agency),
            EventKind::Stock => entry_mut(&mut self.stocks, agency),
            EventKind::Once { subject } => entry_mut(entry_mut(&mut self.once, agency), subject),
        }
    }

    /// After all is pushed.
    pub fn finish_sums(&mut self) {
        self.once.values_mut().flat_map(HashMap::values_mut).for_each(PrefixSums::sort_days);
        for line in self.flows.values_mut().chain(self.stocks.values_mut()) {
            line.sort_days();
            line.add_up();
        }
        let once = self.once.values().flat_map(HashMap::values);
        let all = self.flows.values().chain(self.stocks.values()).chain(once);
        self.length = all.map(|line| line.days.len()).sum();
    }

    /// The sums of those agencies that are asked for. A flow counts in the period that holds its day, a stock from its day on. What
    /// is open is known until the newest export; a period after it has no stock.
    pub fn direct_sums(
        &self,
        period: Period,
        known_until: Option<Date>,
        is_asked: impl Fn(&str) -> bool,
    ) -> DirectSums {
        let (start, end) = (day_number(period.start()), day_number(period.end()));
        let until = known_until.map(day_number).filter(|known| start <= *known);
        let flows = select_asked(&self.flows, &is_asked)
            .map(|(code, line)| (code, line.sum_between(start, end)));
        let stocks = select_asked(&self.stocks, &is_asked).map(|(code, line)| {
            (code, until.and_then(|known| line.sum_between(i32::MIN, known.min(end))))
        });
        let once = select_asked(&self.once, &is_asked).map(|(code, subjects)| {
            let counted = subjects.values().filter_map(|line| line.once_within(start, end));
            (code, counted.reduce(add_pairs))
        });
        let mut own = DirectSums::new();
        for (code, sums) in flows.chain(stocks).chain(once) {
            if let Some(sums) = sums {
                let sum = own.entry(code.clone()).or_default();
                *sum = add_pairs(*sum, sums);
            }
        }
        own
    }
}

/// What is kept of the agencies that are asked for.
fn select_asked<'m, T>(
    map: &'m HashMap<String, T>,
    is_asked: &impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&'m String, &'m T)> {
    map.iter().filter(|(code, _)| is_asked(code))
}

fn add_pairs(one: SumPair, other: SumPair) -> SumPair {
    (one.0 + other.0, one.1 + other.1)
}

/// Most are there already, and their names need not be copied.
fn entry_mut<'m, T: Default>(map: &'m mut HashMap<String, T>, key: &str) -> &'m mut T {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), T::default());
    }
    map.get_mut(key).expect("it was put there")
}

/// Days are numbered as the engine does.
fn day_number(day: Date) -> i32 {
    let since = day.duration_since(date(1970, 1, 1));
    i32::try_from(since.as_hours() / 24).expect("a day of the calendar is a number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// 2 of 3 on the 3rd, 1 of 1 on the 5th, 0 of 4 on the 9th of January 2023, the newest pushed first; not closed yet.
    fn days(kind: EventKind) -> DailySums {
        let mut days = DailySums::default();
        for (day, sums) in [(9, (0, 4)), (5, (1, 1)), (3, (2, 3))] {
            days.sums_mut("a", kind).push_day(day_number(date(2023, 1, day)), sums);
        }
        days
    }

    fn own(mut days: DailySums, period: &str, known_until: Option<&str>) -> Option<SumPair> {
        days.finish_sums();
        let known_until = known_until.map(|day| day.parse().expect("a day"));
        days.direct_sums(period.parse().expect("a period"), known_until, |_| true).get("a").copied()
    }

    #[rstest]
    #[case::all_of_it("2023", Some((3, 8)))]
    #[case::from_its_first_day_through_its_last("2023-01-03..2023-01-05", Some((3, 4)))]
    #[case::one_day("2023-01-09..2023-01-09", Some((0, 4)))]
    #[case::days_without_an_event("2023-01-06..2023-01-08", None)]
    #[case::before_the_first("2022", None)]
    fn a_flow_counts_in_the_period_that_holds_its_day(
        #[case] period: &str,
        #[case] sums: Option<SumPair>,
    ) {
        assert_eq!(own(days(EventKind::Flow), period, None), sums);
    }

    #[rstest]
    #[case::from_its_day_on("2023-01-05..2023-01-08", "2023-01-31", Some((3, 4)))]
    #[case::until_the_newest_export("2023", "2023-01-08", Some((3, 4)))]
    #[case::none_in_a_period_after_it("2023-01-09..2023-01-10", "2023-01-08", None)]
    fn a_stock_counts_from_its_day_on(
        #[case] period: &str,
        #[case] known: &str,
        #[case] sums: Option<SumPair>,
    ) {
        assert_eq!(own(days(EventKind::Stock), period, Some(known)), sums);
    }

    #[rstest]
    #[case::as_much_as_on_its_best_day("2023", Some((3, 5)))]
    #[case::only_of_the_days_of_the_period("2023-01-05..2023-01-31", Some((2, 5)))]
    fn a_subject_counts_once_in_a_period(#[case] period: &str, #[case] sums: Option<SumPair>) {
        let mut days = days(EventKind::Once { subject: "x" });
        // Another one, 1 of 1 on the 9th.
        days.sums_mut("a", EventKind::Once { subject: "y" })
            .push_day(day_number(date(2023, 1, 9)), (1, 1));
        assert_eq!(own(days, period, None), sums);
    }

    #[rstest]
    #[case::of_a_flow(EventKind::Flow)]
    #[case::of_a_stock(EventKind::Stock)]
    #[case::of_a_subject(EventKind::Once { subject: "x" })]
    fn nothing_is_told_of_an_agency_that_is_not_asked_for(#[case] kind: EventKind) {
        let mut days = days(kind);
        days.sums_mut("b", kind).push_day(day_number(date(2023, 1, 3)), (1, 1));
        days.finish_sums();
        let known = Some(date(2023, 12, 31));
        let own = days.direct_sums("2023".parse().expect("a period"), known, |code| code == "b");
        assert_eq!(own, DirectSums::from([("b".to_owned(), (1, 1))]));
    }

    #[test]
    fn days_are_numbered_as_the_engine_does() {
        let numbers = [date(1970, 1, 1), date(1969, 12, 31), date(2026, 11, 22)].map(day_number);
        assert_eq!(numbers, [0, -1, 20_779]);
    }
}
