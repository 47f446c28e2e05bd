//! Days and times as Vietnamese offices write them: the one place where a date becomes a text for people.

use jiff::civil::{Date, DateTime};

/// Writes a day: `31/12/2023`.
pub fn format_day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Writes a day of a year that stands beside it: `31/12`.
pub fn format_day_of_year(day: Date) -> String {
    day.strftime("%d/%m").to_string()
}

/// Writes a day with its hour and minute, for tables: `31/12/2023 16:30`.
pub fn format_day_and_time(time: DateTime) -> String {
    time.strftime("%d/%m/%Y %H:%M").to_string()
}

/// Writes the hour and the minute of a time: `16:30`.
pub fn format_hour(time: DateTime) -> String {
    time.strftime("%H:%M").to_string()
}

/// Writes a moment, for sentences: `16:30 ngày 31/12/2023`.
pub fn format_moment(time: DateTime) -> String {
    time.strftime("%H:%M ngày %d/%m/%Y").to_string()
}

/// Reads a day somebody typed, as offices write it or as machines do: `31/12/2023`, `2023-12-31`.
pub fn typed_day(text: &str) -> Result<Date, jiff::Error> {
    Date::strptime("%d/%m/%Y", text.trim()).or_else(|_| text.trim().parse())
}

/// Reads a moment somebody typed: `31/12/2023 16:30`, `2023-12-31T16:30`; a day alone is its midnight.
pub fn typed_moment(text: &str) -> Result<DateTime, jiff::Error> {
    let text = text.trim();
    let of_office = |format| DateTime::strptime(format, text);
    of_office("%d/%m/%Y %H:%M")
        .or_else(|_| of_office("%d/%m/%Y %H:%M:%S"))
        .or_else(|_| Date::strptime("%d/%m/%Y", text).map(DateTime::from))
        .or_else(|_| text.parse())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("18/11/2026", Some(date(2026, 11, 18)))]
    #[case("8/1/2026", Some(date(2026, 1, 8)))]
    #[case("2026-11-18", Some(date(2026, 11, 18)))]
    #[case::no_such_day("31/11/2026", None)]
    #[case::the_month_comes_second("11/18/2026", None)]
    #[case("18/11", None)]
    fn a_day_is_read_as_offices_and_machines_write_it(
        #[case] text: &str,
        #[case] day: Option<Date>,
    ) {
        assert_eq!(typed_day(text).ok(), day);
    }

    #[rstest]
    #[case("18/11/2026 16:00", Some(date(2026, 11, 18).at(16, 0, 0, 0)))]
    #[case("18/11/2026", Some(date(2026, 11, 18).at(0, 0, 0, 0)))]
    #[case("2026-11-18T16:00", Some(date(2026, 11, 18).at(16, 0, 0, 0)))]
    #[case("2026-11-18", Some(date(2026, 11, 18).at(0, 0, 0, 0)))]
    #[case::no_such_hour("18/11/2026 25:00", None)]
    fn a_moment_is_read_as_offices_and_machines_write_it(
        #[case] text: &str,
        #[case] moment: Option<DateTime>,
    ) {
        assert_eq!(typed_moment(text).ok(), moment);
    }

    #[test]
    fn days_and_hours_have_two_digits_and_years_four() {
        let time: DateTime = "0987-03-05T07:04:59".parse().expect("a time");
        assert_eq!(format_day(time.date()), "05/03/0987");
        assert_eq!(format_day_of_year(time.date()), "05/03");
        assert_eq!(format_day_and_time(time), "05/03/0987 07:04");
        assert_eq!(format_hour(time), "07:04");
        assert_eq!(format_moment(time), "07:04 ngày 05/03/0987");
    }
}
