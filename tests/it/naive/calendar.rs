//! Working days, counted one by one.

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};

/// Days off and swapped days that the drawn dossiers can meet.
const OFF: [(i16, i8, i8); 24] = [
    (2022, 9, 1),
    (2022, 9, 2),
    (2023, 1, 2),
    (2023, 1, 20),
    (2023, 1, 23),
    (2023, 1, 24),
    (2023, 1, 25),
    (2023, 1, 26),
    (2023, 5, 1),
    (2023, 5, 2),
    (2023, 5, 3),
    (2023, 9, 1),
    (2023, 9, 4),
    (2024, 1, 1),
    (2024, 2, 8),
    (2024, 2, 9),
    (2024, 2, 12),
    (2024, 2, 13),
    (2024, 2, 14),
    (2024, 4, 18),
    (2024, 4, 29),
    (2024, 4, 30),
    (2024, 5, 1),
    (2024, 9, 2),
];

fn is_working(day: Date) -> bool {
    let is_off = OFF.iter().any(|(year, month, of_month)| date(*year, *month, *of_month) == day);
    !is_off && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Working days after `day`, up to and with `until`.
pub fn working_days_until(day: Date, until: Date) -> usize {
    let days = std::iter::successors(Some(day.saturating_add(1.day())), |day| {
        Some(day.saturating_add(1.day()))
    });
    days.take_while(|day| *day <= until).filter(|day| is_working(*day)).count()
}

pub fn add_working_days(day: Date, count: usize) -> Date {
    let mut days = std::iter::successors(Some(day.saturating_add(1.day())), |day| {
        Some(day.saturating_add(1.day()))
    });
    days.by_ref().filter(|day| is_working(*day)).nth(count - 1).expect("days go on")
}

/// The fifth working day before a day is five working days before it.
#[test]
fn working_days_are_counted_as_they_are_added() {
    let day = date(2023, 4, 25);
    assert_eq!(add_working_days(day, 5), date(2023, 5, 5));
    assert_eq!(working_days_until(day, date(2023, 5, 5)), 5);
}
