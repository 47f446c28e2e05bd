//! Worked out by hand on days of August and September 2026: 22/8 is a Saturday that is worked, 31/8 to 2/9 are days off, and on 27/8 only
//! the morning is worked. A day is 07:30–11:30 and 13:30–17:00.

use jiff::{
    ToSpan,
    civil::{DateTime, Weekday, date},
};
use rstest::rstest;

use super::*;
use crate::domain::office_hours::{CalendarDay, DayWork, OfficeHours, SaturdayWork};

fn at(text: &str) -> DateTime {
    format!("2026-{text}").parse().expect("a moment")
}

fn calendar(saturday: SaturdayWork) -> OfficeCalendar {
    let first = date(2026, 8, 10);
    let day = |after: i32| {
        let day = first.saturating_add(after.days());
        let is_holiday = (date(2026, 8, 31)..=date(2026, 9, 2)).contains(&day);
        let work = match (day.month(), day.day()) {
            (8, 22) => DayWork::Whole,
            (8, 27) => DayWork::Morning,
            _ if is_holiday || day.weekday().to_monday_one_offset() > 5 => DayWork::Off,
            _ => DayWork::Whole,
        };
        CalendarDay { work, is_holiday }
    };
    let hours = OfficeHours { saturday, ..OfficeHours::default() };
    OfficeCalendar::new(hours, first, (0..60).map(day).collect())
}

#[rstest]
#[case::within_a_morning("08-17T08:00", "08-17T10:00", 120)]
#[case::over_lunch("08-17T11:00", "08-17T14:00", 60)]
#[case::lunch_itself("08-17T11:30", "08-17T13:30", 0)]
#[case::a_night("08-17T20:00", "08-18T06:59", 0)]
#[case::over_a_weekend("08-14T16:00", "08-17T08:00", 60 + 30)]
#[case::to_a_saturday_that_is_worked("08-21T16:00", "08-22T10:00", 60 + 150)]
#[case::over_days_off("08-28T16:00", "09-03T08:00", 60 + 30)]
#[case::over_half_a_day("08-27T07:30", "08-28T07:30", 240)]
#[case::backwards("08-18T08:00", "08-17T08:00", 0)]
fn time_is_counted_while_the_office_is_open(
    #[case] from: &str,
    #[case] to: &str,
    #[case] minutes: i64,
) {
    let calendar = calendar(SaturdayWork::Off);
    assert_eq!(calendar.seconds_between(at(from), at(to)), Some(minutes * 60));
}

#[rstest]
#[case::off(SaturdayWork::Off, 90)]
#[case::in_the_morning(SaturdayWork::Morning, 90 + 240)]
#[case::all_day(SaturdayWork::Day, 90 + 450)]
fn an_office_that_works_on_saturdays_has_their_hours(
    #[case] saturday: SaturdayWork,
    #[case] minutes: i64,
) {
    let calendar = calendar(saturday);
    assert_eq!(date(2026, 8, 15).weekday(), Weekday::Saturday);
    let over_weekend = calendar.seconds_between(at("08-14T16:00"), at("08-17T08:00"));
    assert_eq!(over_weekend, Some(minutes * 60));
    // The third working day after Friday stays Wednesday.
    assert_eq!(calendar.working_day_after(date(2026, 8, 14), 3), Some(date(2026, 8, 19)));
}

#[rstest]
#[case::before_the_morning("08-17T07:29:59", false)]
#[case::as_it_begins("08-17T07:30", true)]
#[case::as_lunch_begins("08-17T11:30", false)]
#[case::at_night("08-17T17:00", false)]
#[case::on_a_sunday("08-16T09:00", false)]
#[case::on_a_saturday_that_is_worked("08-22T09:00", true)]
#[case::on_a_day_off("09-01T09:00", false)]
#[case::in_the_morning_of_half_a_day("08-27T09:00", true)]
#[case::in_the_afternoon_of_half_a_day("08-27T14:00", false)]
#[case::beyond_the_calendar("12-31T09:00", false)]
fn an_office_is_open_in_its_hours(#[case] moment: &str, #[case] is_open: bool) {
    assert_eq!(calendar(SaturdayWork::Off).is_open(at(moment)), is_open);
}

/// Of a dossier that was known to be open at the moment that is counted from.
#[rstest]
// From Friday, 16:00: one hour, and six and a half on Monday.
#[case::over_a_weekend("08-14T16:00", "08-17T15:30", DueWindow::WithinDay)]
#[case::exactly_a_days_time("08-14T16:00", "08-17T16:00", DueWindow::WithinDay)]
#[case::a_second_more("08-14T16:00", "08-17T16:00:01", DueWindow::WithinDays)]
#[case::on_the_third_working_day("08-14T16:00", "08-19T00:00", DueWindow::WithinDays)]
#[case::on_the_fourth_as_it_begins("08-14T16:00", "08-20T07:30", DueWindow::Later)]
#[case::on_a_day_off_after_the_third("08-11T16:00", "08-15T00:00", DueWindow::Later)]
#[case::on_a_day_off_before_the_third("08-12T16:00", "08-16T00:00", DueWindow::WithinDays)]
#[case::in_a_year("08-14T16:00", "12-31T07:30", DueWindow::Later)]
#[case::today_without_an_hour("08-14T16:00", "08-14T00:00", DueWindow::WithinDay)]
#[case::at_that_very_moment("08-14T16:00", "08-14T16:00", DueWindow::WithinDay)]
#[case::a_second_before("08-14T16:00", "08-14T15:59:59", DueWindow::Overdue)]
#[case::on_a_day_off_without_an_hour("08-14T16:00", "08-15T00:00", DueWindow::WithinDay)]
// Noon of Monday: three and a half hours, and the four of Tuesday's morning.
#[case::at_lunch_to_the_next("08-17T12:00", "08-18T11:30", DueWindow::WithinDay)]
#[case::lunch_costs_nothing("08-17T12:00", "08-18T13:30", DueWindow::WithinDay)]
#[case::a_minute_after_lunch("08-17T12:00", "08-18T13:31", DueWindow::WithinDays)]
#[case::before_the_office_opens("08-17T06:00", "08-17T00:00", DueWindow::WithinDay)]
// Friday 08:00: seven hours, and half of one on the Saturday that is worked; then Monday and Tuesday.
#[case::on_a_saturday_that_is_worked("08-21T08:00", "08-22T08:00", DueWindow::WithinDay)]
#[case::it_is_a_working_day("08-21T08:00", "08-25T16:30", DueWindow::WithinDays)]
#[case::the_fourth_with_it("08-21T08:00", "08-26T07:31", DueWindow::Later)]
// Friday 28/8: 3/9 is the next working day, 7/9 the third.
#[case::over_days_off("08-28T16:00", "09-03T15:00", DueWindow::WithinDay)]
#[case::on_the_third_after_days_off("08-28T16:00", "09-07T00:00", DueWindow::WithinDays)]
#[case::on_the_fourth_after_days_off("08-28T16:00", "09-08T00:00", DueWindow::Later)]
// One hour on Wednesday, four on the half day, two and a half on Friday.
#[case::over_half_a_day("08-26T16:00", "08-28T10:00", DueWindow::WithinDay)]
#[case::a_minute_more("08-26T16:00", "08-28T10:01", DueWindow::WithinDays)]
// Its work ends at 11:30.
#[case::on_half_a_day_without_an_hour("08-27T12:00", "08-27T00:00", DueWindow::Overdue)]
fn a_promised_time_is_within_a_days_work_or_three_days(
    #[case] from: &str,
    #[case] due: &str,
    #[case] expected: DueWindow,
) {
    let calendar = calendar(SaturdayWork::Off);
    let due = calendar.promised_moment(at(due)).expect("in the calendar");
    let reckoning = DueReckoning { calendar: &calendar, counted_from: at(from) };
    assert_eq!(reckoning.window(due, at(from)), Some(expected));
}

#[rstest]
#[case::it_was_known_to_be_overdue("08-17T11:00", DueWindow::Overdue)]
#[case::it_was_open_in_time_then("08-17T09:00", DueWindow::Passed)]
#[case::it_was_due_as_it_was_known("08-17T10:00", DueWindow::Passed)]
fn what_passed_since_it_was_known_is_not_called_overdue(
    #[case] known_at: &str,
    #[case] expected: DueWindow,
) {
    let calendar = calendar(SaturdayWork::Off);
    let reckoning = DueReckoning { calendar: &calendar, counted_from: at("08-17T14:00") };
    assert_eq!(reckoning.window(at("08-17T10:00"), at(known_at)), Some(expected));
}

#[test]
fn beyond_the_calendar_nothing_is_said() {
    let calendar = calendar(SaturdayWork::Off);
    let reckoning = DueReckoning { calendar: &calendar, counted_from: at("12-31T14:00") };
    assert_eq!(reckoning.window(at("12-31T15:00"), at("12-31T14:00")), None);
}
