//! From which day until which anything is known, and what that says of a period.

use jiff::civil::Date;

use super::period::Period;

/// The first day anything is known of, and the last; without a last day nothing is known at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownSpan {
    pub from: Option<Date>,
    pub until: Option<Date>,
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const KNOWN: KnownSpan =
        KnownSpan { from: Some(date(2023, 3, 10)), until: Some(date(2023, 12, 15)) };

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
}
