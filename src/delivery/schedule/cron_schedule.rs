//! Cron patterns: minute, hour, day, month, day of the week.

use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use jiff::civil::DateTime;

/// Holds a cron pattern of five fields, without seconds and years.
pub struct CronSchedule(Cron);

impl CronSchedule {
    /// Parses a pattern of minute, hour, day, month and weekday. Fails with the parser's reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed);
        let cron = parser.build().parse(text).map_err(|error| error.to_string())?;
        Ok(Self(cron))
    }

    /// The last time it was due after one and until another; those between are not caught up.
    pub fn last_due(&self, after: DateTime, now: DateTime) -> Option<DateTime> {
        self.0.find_previous_occurrence(&now, true).ok().filter(|at| *at > after)
    }

    /// Returns the first time it is due after now; `None` where it never is again.
    pub fn next_due(&self, now: DateTime) -> Option<DateTime> {
        self.0.find_next_occurrence(&now, false).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// 1/1/2024 is a Monday.
    #[rstest]
    #[case::a_minute_early("2023-12-25T07:00:00", "2024-01-01T06:59:59", None)]
    #[case::on_time("2023-12-25T07:00:00", "2024-01-01T07:00:00", Some("2024-01-01T07:00:00"))]
    #[case::overdue("2023-12-25T07:00:00", "2024-01-03T12:00:00", Some("2024-01-01T07:00:00"))]
    #[case::three_weeks_off_is_caught_up_once(
        "2023-12-11T07:00:00",
        "2024-01-03T12:00:00",
        Some("2024-01-01T07:00:00")
    )]
    #[case::done_already("2024-01-01T07:00:00", "2024-01-03T12:00:00", None)]
    #[case::the_clock_is_set_back("2024-01-01T07:00:00", "2024-01-01T06:30:00", None)]
    #[case::and_reaches_it_again("2024-01-01T07:00:00", "2024-01-01T07:00:00", None)]
    fn mondays_at_seven(#[case] done: &str, #[case] now: &str, #[case] due: Option<&str>) {
        let pattern = CronSchedule::parse("0 7 * * 1").expect("a pattern");
        let at = |text: &str| text.parse().expect("a time");
        assert_eq!(pattern.last_due(at(done), at(now)), due.map(at));
    }

    #[rstest]
    #[case("")]
    #[case("0 7 * *")]
    #[case("0 25 * * 1")]
    #[case("0 0 7 * * 1")]
    #[case("every monday")]
    fn other_texts_are_refused(#[case] text: &str) {
        assert!(CronSchedule::parse(text).is_err());
    }

    #[test]
    fn a_day_that_never_comes_is_never_due() {
        let pattern = CronSchedule::parse("0 7 30 2 *").expect("it reads");
        let now = "2024-01-01T07:00:00".parse().expect("a time");
        assert_eq!((pattern.last_due(DateTime::MIN, now), pattern.next_due(now)), (None, None));
    }
}
