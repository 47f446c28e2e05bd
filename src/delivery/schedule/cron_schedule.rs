//! Cron patterns: minute, hour, day, month, day of the week.

use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use jiff::civil::DateTime;

use crate::{catalog::settings::sending::ScheduleSettings, domain::period::Period};

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

/// The period of which a schedule sends nothing by itself, for it is set otherwise: by the old times it would have gone out yet, by the new
/// ones the first is a later one. `None` where none is passed over, or where it is of another kind of periods now.
pub fn find_skipped_period(
    old: &ScheduleSettings,
    new: &ScheduleSettings,
    now: DateTime,
) -> Option<Period> {
    let next = |schedule: &ScheduleSettings| {
        let due = CronSchedule::parse(schedule.cron.get_ref()).ok()?.next_due(now)?;
        Some(schedule.period.last_before(due.date()))
    };
    let (by_old, by_new) = (next(old)?, next(new)?);
    (old.period == new.period && by_old.start() < by_new.start()).then_some(by_old)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::settings::ProgramSettings;
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
    #[case::of_a_month_of_31("2024-01-15T00:00:00", "2024-01-31T07:00:00")]
    #[case::of_february("2024-02-01T00:00:00", "2024-02-29T07:00:00")]
    #[case::of_a_month_of_30("2024-03-31T08:00:00", "2024-04-30T07:00:00")]
    fn the_last_day_comes_in_every_month(#[case] now: &str, #[case] due: &str) {
        let pattern = CronSchedule::parse("0 7 L * *").expect("a pattern");
        let due = due.parse().expect("a time");
        assert_eq!(pattern.next_due(now.parse().expect("a time")), Some(due));
    }

    fn schedule(cron: &str, period: &str) -> ScheduleSettings {
        let text = format!(
            "[[schedule]]\nid = \"a\"\nreport = \"weekly\"\ncron = \"{cron}\"\nperiod = \"{period}\"\nto = [{{ mail = \"a@b.vn\" }}]\n"
        );
        ProgramSettings::parse_text("motcua.toml", &text).expect("settings").schedules.remove(0)
    }

    /// It is Thursday, 4/1/2024; the week before is the last of 2023.
    #[rstest]
    #[case::from_friday_to_wednesday("0 16 * * 5", "0 7 * * 3", Some("2023-W52"))]
    #[case::from_wednesday_to_friday("0 7 * * 3", "0 16 * * 5", None)]
    #[case::to_another_hour_of_the_day("0 16 * * 4", "0 17 * * 4", None)]
    #[case::to_an_hour_that_has_passed("0 16 * * 4", "0 7 * * 4", Some("2023-W52"))]
    fn a_period_that_new_times_pass_over_is_told(
        #[case] old: &str,
        #[case] new: &str,
        #[case] skipped: Option<&str>,
    ) {
        let now = "2024-01-04T09:00:00".parse().expect("a time");
        let week = |cron| schedule(cron, "week_before");
        let found = find_skipped_period(&week(old), &week(new), now);
        assert_eq!(found.map(|period| period.to_string()).as_deref(), skipped);
        // Of another kind of periods none is the one before.
        assert_eq!(find_skipped_period(&week(old), &schedule(new, "month_before"), now), None);
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
