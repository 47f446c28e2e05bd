//! A cell as text.

use jiff::{ToSpan, civil::date};

use crate::ingest::{digits, table::HeaderCells};

/// What a cell holds whose formula nobody has worked out. Like a spreadsheet's own errors it is there and says nothing.
pub const NOT_CALCULATED: &str = "#FORMULA!";

/// What a cell holds that is damaged, as a spreadsheet writes one that leads nowhere.
pub const DAMAGED: &str = "#REF!";

/// What stands for a text that is longer than a cell can hold: half of it would be another value.
pub const TOO_LONG: &str = "#DÀI!";

/// A number with a decimal comma.
pub fn format_number(value: f64) -> String {
    digits::format_spreadsheet_number(value)
}

const DAY: f64 = 86_400_000.0;
/// Day numbers of the calendar of 1904 are so much smaller.
const MAC: f64 = 1462.0;
/// 31/12/9999
const LAST_DAY: f64 = 2_958_466.0;

/// The day and time a day number means, `yyyy-MM-dd HH:mm:ss`; a number that means none stays one. `is_precise` says
/// whether it is written with so many digits that thousandths of a second are no rounding.
pub fn format_moment(value: f64, is_1904: bool, is_precise: bool) -> String {
    let days = if is_1904 { value + MAC } else { value };
    let unit = if is_precise { 1.0 } else { 1000.0 };
    let instant = (days * DAY / unit).round() * unit;
    if !(0.0..LAST_DAY * DAY).contains(&instant) {
        return format_number(value);
    }
    let (whole, rest) = ((instant / DAY).floor(), instant % DAY);
    #[expect(clippy::cast_possible_truncation, reason = "both are bounded above")]
    let (whole, rest) = (whole as i64, rest as i64);
    // A spreadsheet holds 1900 for a leap year: up to its day 60 the numbers are one too high.
    let shown = match whole {
        60 => "1900-02-29".to_owned(),
        before if before < 60 => (date(1899, 12, 31) + before.days()).to_string(),
        after => (date(1899, 12, 30) + after.days()).to_string(),
    };
    let (seconds, thousandths) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if thousandths == 0 { String::new() } else { format!(".{thousandths:03}") };
    format!("{shown} {hour:02}:{minute:02}:{second:02}{fraction}")
}

/// Letters a cell can hold in Excel; what is longer is no text of a table.
pub const LONGEST_CELL: usize = 32_767;

/// Puts a text in its column; one that is too long to be a cell's is marked as such.
pub fn put_cell(cells: &mut HeaderCells, column: usize, mut text: String) {
    if cells.len() <= column {
        cells.resize(column + 1, None);
    }
    if is_longer(&text, LONGEST_CELL) {
        TOO_LONG.clone_into(&mut text);
    }
    cells[column] = Some(text);
}

fn is_longer(text: &str, letters: usize) -> bool {
    text.len() > letters && text.chars().nth(letters).is_some()
}

/// Cuts a text behind so many letters.
pub fn truncate_text(text: &mut String, letters: usize) {
    if text.len() > letters
        && let Some((end, _)) = text.char_indices().nth(letters)
    {
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::day_and_time(45264.34375, false, "2023-12-04 08:15:00")]
    #[case::rounded_to_the_second(45_266.416_666_666_664, false, "2023-12-06 10:00:00")]
    #[case::thousandths(45_266.416_666_898_15, false, "2023-12-06 10:00:00.020")]
    #[case::last_second_of_a_day(45_264.999_999_999, false, "2023-12-05 00:00:00")]
    #[case::calendar_of_1904(43_802.343_75, true, "2023-12-04 08:15:00")]
    #[case::nothing(0.0, false, "1899-12-31 00:00:00")]
    #[case::before_the_day_that_never_was(59.0, false, "1900-02-28 00:00:00")]
    #[case::the_day_that_never_was(60.0, false, "1900-02-29 00:00:00")]
    #[case::after_it(61.0, false, "1900-03-01 00:00:00")]
    #[case::no_day(-1.5, false, "-1,5")]
    #[case::past_all_days(20_231_204.0, false, "20231204")]
    fn a_day_number_is_a_moment(#[case] value: f64, #[case] is_1904: bool, #[case] shown: &str) {
        assert_eq!(format_moment(value, is_1904, true), shown);
    }

    #[test]
    fn a_number_of_few_digits_has_no_thousandths() {
        assert_eq!(format_moment(45_266.416_667, false, false), "2023-12-06 10:00:00");
    }

    #[rstest]
    #[case::as_long_as_can_be(LONGEST_CELL, "ộ")]
    #[case::longer(LONGEST_CELL + 1, TOO_LONG)]
    fn a_text_is_whole_or_not_there(#[case] letters: usize, #[case] held: &str) {
        let mut cells = HeaderCells::new();
        put_cell(&mut cells, 0, "ộ".repeat(letters));
        let whole = Some(held.repeat(if held == "ộ" { letters } else { 1 }));
        assert_eq!(cells, [whole]);
    }
}
