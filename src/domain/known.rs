//! From which day until which anything is known, and what that says of a period.

use jiff::civil::Date;

use super::period::Period;

/// The first day anything is known of, and the last; without a last day nothing is known at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownSpan {
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// The last working day before the first one known: a period that holds it began before anything was known of it. `None` where no
    /// calendar tells it: then every day before the first one counts.
    pub unknown_until: Option<Date>,
}

/// The days a period is known of only: the first one where it began before it, the last one where it goes on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownPart {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl KnownPart {
    /// Tells whether the period is known from its beginning to its end.
    pub fn is_whole(self) -> bool {
        self == Self::default()
    }
}

/// Why nobody knows what a period holds: it is no nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataGap {
    /// Nothing was ever taken in.
    Never,
    /// It was over before this day, the first one known.
    Before(Date),
    /// It began after this day, the last one known.
    After(Date),
    /// A portal published nothing of it.
    NotPublished,
}

impl KnownSpan {
    /// `None` where at least a day of the period is known.
    pub fn find_gap(self, period: Period) -> Option<DataGap> {
        let Some(until) = self.until else {
            return Some(DataGap::Never);
        };
        if period.start() > until {
            return Some(DataGap::After(until));
        }
        let before = self.from.filter(|from| period.end() < *from);
        before.map(DataGap::Before)
    }

    /// The last day known of a period that goes on after it.
    pub fn last_known_day(self, period: Period) -> Option<Date> {
        self.until.filter(|until| (period.start()..period.end()).contains(until))
    }

    /// The first day known of a period that began before it; days off before it are no part that is missing.
    pub fn first_known_day(self, period: Period) -> Option<Date> {
        let start = period.start();
        let misses_days = self.unknown_until.is_none_or(|unknown| start <= unknown);
        self.from.filter(|from| misses_days && start < *from && *from <= period.end())
    }

    /// The part of a period that is known, where some of it is not.
    pub fn known_part(self, period: Period) -> KnownPart {
        KnownPart { from: self.first_known_day(period), until: self.last_known_day(period) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const KNOWN: KnownSpan = KnownSpan {
        from: Some(date(2023, 3, 10)),
        until: Some(date(2023, 12, 15)),
        unknown_until: Some(date(2023, 3, 9)),
    };

    #[rstest]
    #[case::over_before_the_first_day("2023-02", Some(DataGap::Before(date(2023, 3, 10))))]
    #[case::holds_the_first_day("2023-03", None)]
    #[case::all_of_it_known("2023-06", None)]
    #[case::holds_the_last_day("2023-12", None)]
    #[case::begins_on_the_last_day("2023-12-15..2023-12-20", None)]
    #[case::begins_the_day_after(
        "2023-12-16..2023-12-20",
        Some(DataGap::After(date(2023, 12, 15)))
    )]
    #[case::next_year("2024", Some(DataGap::After(date(2023, 12, 15))))]
    fn a_period_without_a_known_day_is_a_gap(#[case] period: &str, #[case] gap: Option<DataGap>) {
        let period = period.parse().expect("a period");
        assert_eq!(KNOWN.find_gap(period), gap);
        assert_eq!(KnownSpan::default().find_gap(period), Some(DataGap::Never));
    }

    #[rstest]
    #[case::goes_on("2023-12", Some(date(2023, 12, 15)))]
    #[case::ends_with_the_last_day("2023-12-01..2023-12-15", None)]
    #[case::was_over("2023-11", None)]
    #[case::had_not_begun("2024", None)]
    fn a_period_that_goes_on_is_cut_at_the_last_day(
        #[case] period: &str,
        #[case] cut: Option<Date>,
    ) {
        assert_eq!(KNOWN.last_known_day(period.parse().expect("a period")), cut);
    }

    #[rstest]
    #[case::began_before("2023-03", Some(date(2023, 3, 10)))]
    #[case::began_long_before("2023", Some(date(2023, 3, 10)))]
    #[case::ends_with_the_first_day("2023-03-01..2023-03-10", Some(date(2023, 3, 10)))]
    #[case::begins_with_it("2023-03-10..2023-03-31", None)]
    #[case::begins_after_it("2023-04", None)]
    #[case::was_over_before_it("2023-02", None)]
    fn a_period_that_began_before_the_first_day_is_cut_there(
        #[case] period: &str,
        #[case] cut: Option<Date>,
    ) {
        assert_eq!(KNOWN.first_known_day(period.parse().expect("a period")), cut);
    }

    // The 1st of January 2023 was a Sunday, the 2nd off in its place.
    #[rstest]
    #[case::days_off_before_it(Some(date(2022, 12, 30)), "2023", None)]
    #[case::a_working_day_before_it(
        Some(date(2022, 12, 30)),
        "2022-12-30..2023-01-31",
        Some(date(2023, 1, 3))
    )]
    #[case::no_calendar(None, "2023", Some(date(2023, 1, 3)))]
    fn days_off_before_the_first_day_are_not_missing(
        #[case] unknown_until: Option<Date>,
        #[case] period: &str,
        #[case] cut: Option<Date>,
    ) {
        let known = KnownSpan { from: Some(date(2023, 1, 3)), until: None, unknown_until };
        assert_eq!(known.first_known_day(period.parse().expect("a period")), cut);
    }

    #[test]
    fn a_period_known_at_neither_end_is_cut_at_both() {
        let part = KNOWN.known_part("2023".parse().expect("a period"));
        let (from, until) = (Some(date(2023, 3, 10)), Some(date(2023, 12, 15)));
        assert_eq!(part, KnownPart { from, until });
        assert!(!part.is_whole());
        assert!(KNOWN.known_part("2023-06".parse().expect("a period")).is_whole());
    }
}
