//! How a period id is read.

use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::{Period, PeriodCalendar, PeriodShape};

/// Reports a text that is not the id of a period.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{text}` is not a period; write 2026, 2026-H1, 2026-Q3, 2026-08, 2026-W34 or 2026-08-01..2026-08-15, with `bc:` before it for the reporting calendar"
)]
pub struct PeriodError {
    text: String,
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || PeriodError { text: text.to_owned() };
        let (calendar, id) = match text.strip_prefix("bc:") {
            Some(id) => (PeriodCalendar::Reporting, id),
            None => (PeriodCalendar::Civil, text),
        };
        let shape = parse_shape(id).ok_or_else(error)?;
        let shifted = !matches!(shape, PeriodShape::Week(..) | PeriodShape::Span(..));
        if calendar == PeriodCalendar::Reporting && !shifted {
            return Err(error());
        }
        Ok(Self { calendar, shape })
    }
}

fn parse_shape(id: &str) -> Option<PeriodShape> {
    if let Some((start, end)) = id.split_once("..") {
        let (start, end) = (parse_day(start)?, parse_day(end)?);
        return (start <= end).then_some(PeriodShape::Span(start, end));
    }
    let Some((year, part)) = id.split_once('-') else {
        return parse_digits(id, 4).map(PeriodShape::Year);
    };
    let year = parse_digits(year, 4)?;
    let within = |digits, width, last| {
        parse_digits(digits, width).filter(|n| (1..=last).contains(n)).map(to_i8)
    };
    match part.split_at_checked(1)? {
        ("H", half) => within(half, 1, 2).map(|half| PeriodShape::Half(year, half)),
        ("Q", quarter) => within(quarter, 1, 4).map(|quarter| PeriodShape::Quarter(year, quarter)),
        ("W", week) => {
            let week = within(week, 2, 53)?;
            ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
            Some(PeriodShape::Week(year, week))
        }
        _ if part.len() == 5 => parse_day(id).map(|day| PeriodShape::Span(day, day)),
        _ => within(part, 2, 12).map(|month| PeriodShape::Month(year, month)),
    }
}

fn parse_day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Years from 1 on, in exactly so many digits.
fn parse_digits(text: &str, width: usize) -> Option<i16> {
    let digits = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|number| *number > 0)
}

fn to_i8(number: i16) -> i8 {
    i8::try_from(number).expect("at most 53")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::year("2023", "2023-01-01", "2023-12-31")]
    #[case::half("2026-H2", "2026-07-01", "2026-12-31")]
    #[case::quarter("2026-Q3", "2026-07-01", "2026-09-30")]
    #[case::leap_month("2024-02", "2024-02-01", "2024-02-29")]
    #[case::first_iso_week_starts_in_the_old_year("2026-W01", "2025-12-29", "2026-01-04")]
    #[case::week("2026-W34", "2026-08-17", "2026-08-23")]
    #[case::span("2026-08-01..2026-08-15", "2026-08-01", "2026-08-15")]
    #[case::day("2023-12-31", "2023-12-31", "2023-12-31")]
    #[case::reporting_month("bc:2026-01", "2025-12-15", "2026-01-14")]
    #[case::reporting_quarter("bc:2026-Q3", "2026-06-15", "2026-09-14")]
    #[case::reporting_half("bc:2026-H1", "2025-12-15", "2026-06-14")]
    #[case::reporting_year("bc:2026", "2025-12-15", "2026-12-14")]
    fn periods_are_closed_spans_of_days(#[case] id: &str, #[case] start: &str, #[case] end: &str) {
        let period: Period = id.parse().expect(id);
        assert_eq!(
            (period.start().to_string().as_str(), period.end().to_string().as_str()),
            (start, end)
        );
    }

    #[rstest]
    #[case("")]
    #[case("26")]
    #[case("0000")]
    #[case("2026-13")]
    #[case("2026-Q5")]
    #[case("2026-W60")]
    #[case("2025-W53")] // 2025 has 52 ISO weeks
    #[case("2026-08-15..2026-08-01")]
    #[case("bc:2026-W34")]
    #[case("2026-2-1")]
    #[case("2026-é")]
    fn other_texts_are_refused(#[case] id: &str) {
        assert!(id.parse::<Period>().is_err());
    }

    #[rstest]
    #[case("2026", "2025")]
    #[case("2026-H1", "2025-H2")]
    #[case("2026-Q1", "2025-Q4")]
    #[case("bc:2026-01", "bc:2025-12")]
    #[case("2026-W01", "2025-W52")]
    #[case("2026-08-01..2026-08-15", "2026-07-17..2026-07-31")]
    fn before_is_the_same_shape_earlier(#[case] id: &str, #[case] before: &str) {
        let period: Period = id.parse().expect(id);
        assert_eq!(period.previous_period().to_string(), before);
        assert_eq!(period.previous_period().next_period(), period);
        assert_eq!(period.previous_period().end().tomorrow().ok(), Some(period.start()));
    }

    #[rstest]
    #[case("2026", 12, "2026-01")]
    #[case("2026-Q3", 3, "2026-07")]
    #[case("2026-08", 12, "2025-09")]
    #[case("2026-W02", 12, "2025-W43")]
    fn steps_lead_up_to_the_end(#[case] id: &str, #[case] count: usize, #[case] first: &str) {
        let period: Period = id.parse().expect(id);
        let steps = period.trend_steps();
        assert_eq!((steps.len(), steps[0].to_string().as_str()), (count, first));
        assert_eq!(steps[count - 1].end(), period.end());
    }

    #[rstest]
    #[case::year("2023", "2022")]
    #[case::reporting_month("bc:2026-01", "bc:2025-01")]
    #[case::leap_day("2024-02-29", "2023-02-28")]
    #[case::week("2026-W34", "2025-W34")]
    #[case::a_53rd_week_has_no_fellow("2026-W53", "2025-W52")]
    fn a_year_before_is_the_same_period(#[case] id: &str, #[case] before: &str) {
        let period: Period = id.parse().expect("a period");
        let before: Period = before.parse().expect("a period");
        assert_eq!(
            (period.year_before().start(), period.year_before().end()),
            (before.start(), before.end())
        );
    }

    // 2023 begins on a Sunday, the last of week 52 of 2022; 2026 has 53 weeks, the last until 3 January.
    #[rstest]
    #[case::a_year_has_the_weeks_whose_thursdays_it_has("2023", None, 52, "2023-W01", "2023-W52")]
    #[case::or_53("2026", None, 53, "2026-W01", "2026-W53")]
    #[case::none_is_still_to_come("2026", Some("2026-03-04"), 10, "2026-W01", "2026-W10")]
    // 15/12/2022 and 14/12/2023 are both Thursdays.
    #[case::of_the_reporting_year("bc:2023", None, 53, "2022-W50", "2023-W50")]
    #[case::a_quarter_and_before("2023-Q3", None, 16, "2023-W24", "2023-W39")]
    #[case::up_to_the_newest_day("2023-Q3", Some("2023-09-13"), 16, "2023-W22", "2023-W37")]
    #[case::a_day_within_its_week("2023-09-13", None, 16, "2023-W22", "2023-W37")]
    fn weeks_lead_up_to_the_end_or_the_newest_day(
        #[case] id: &str,
        #[case] newest: Option<&str>,
        #[case] count: usize,
        #[case] first: &str,
        #[case] last: &str,
    ) {
        let period: Period = id.parse().expect(id);
        let weeks = period.grid_weeks(newest.map(|day| day.parse().expect("a day")));
        let ends = [weeks[0], weeks[weeks.len() - 1]].map(|week| week.to_string());
        assert_eq!((weeks.len(), ends), (count, [first.to_owned(), last.to_owned()]));
    }
}
