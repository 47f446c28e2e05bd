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

#[cfg(test)]
mod tests {
    use super::*;

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
