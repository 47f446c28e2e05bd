//! The order of day and month.

use super::column_writing::WritingContradiction;

/// Among the marks of a column, of days, numbers or codes: a text of it is not as nearly all systems write it.
pub const NOT_AT_SIGHT: u32 = 2048;

/// What `day_marks` of the dialect finds in texts; a column's marks are those of all its texts.
mod day {
    /// Marks a value that is a real date, past the 12th of its month.
    pub const REAL_PAST_12: u32 = 1;
    /// Marks a value that is a real date, up to the 12th of its month.
    pub const REAL: u32 = 2;
    /// Marks a text whose first part is past 12, so the day stands first.
    pub const DAY_FIRST: u32 = 4;
    /// Marks a text whose first two parts are both at most 12, so either may be the day.
    pub const EITHER: u32 = 8;
    /// Marks a text whose second part is past 12, so the month stands first.
    pub const MONTH_FIRST: u32 = 16;
    /// Marks a text that may have either order, with a zero before a part or the hour.
    pub const EITHER_PADDED: u32 = 32;
    /// Marks a text that may have either order, with a part or an hour of one digit.
    pub const EITHER_SHORT: u32 = 64;
    /// Marks a text with the day first, and a zero before a part or the hour.
    pub const DAY_FIRST_PADDED: u32 = 128;
    /// Marks a text with the day first, and a part or an hour of one digit.
    pub const DAY_FIRST_SHORT: u32 = 256;
    /// Marks a text whose year has two digits.
    pub const SHORT_YEAR: u32 = 512;
    /// Marks a text with the year first, then a day past the 12th, then the month.
    pub const YEAR_DAY_MONTH: u32 = 1024;
}

/// So many days up to the 12th are no chance where a few others would say otherwise: of three one in sixteen columns has none past it.
const SEVERAL: u64 = 3;
/// Of so many one in a thousand, whatever the other texts say.
const MANY: u64 = 8;
/// Of days as they come two are up to the 12th to three past it; one to so many is what hands wrote into a column that was swapped.
const FEW_TO_ONE: u64 = 4;

/// How many texts of a column have the same marks, and one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedTexts {
    pub marks: u32,
    pub rows: u64,
    pub example: String,
    /// The year, where it has two digits.
    pub short_year: Option<i16>,
}

/// What a column's texts say of the order of day and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    /// Every text may be either.
    Untold,
    /// A single text has the month first, and every other may be either: it may be a slip, where another column of the file says so.
    Leaning(WritingContradiction),
    Contradictory(WritingContradiction),
}

/// Marks that need no second look: a column of texts with the day first, or of real days.
pub fn is_plain_order(marks: u32) -> bool {
    let texts = marks & (day::DAY_FIRST | day::EITHER);
    let real = marks & (day::REAL | day::REAL_PAST_12);
    let is_split = marks & day::EITHER_SHORT != 0 && marks & day::DAY_FIRST_PADDED != 0;
    let doubtful = day::MONTH_FIRST | day::SHORT_YEAR | day::YEAR_DAY_MONTH;
    marks & doubtful == 0 && (texts == 0 || real == 0) && !is_split
}

/// Whether all texts of a column look as most systems write days, with the day first.
pub fn looks_usual(marks: u32) -> bool {
    marks & NOT_AT_SIGHT == 0 && is_plain_order(marks)
}

/// Whether no text of a column tells the order.
pub fn is_untold(marks: u32) -> bool {
    marks & day::EITHER != 0 && marks & (day::DAY_FIRST | day::MONTH_FIRST) == 0
}

/// Whether any text of a column has the day first; real days say nothing of texts.
pub fn tells_day_first(marks: u32) -> bool {
    marks & day::DAY_FIRST != 0
}

/// The order of a column. `year` is that of the export, which years of two digits are held against.
pub fn judge_order(found: &[MarkedTexts], year: i16) -> DayOrder {
    let count = |has: u32, lacks: u32| -> u64 {
        let those = found.iter().filter(|one| one.marks & has != 0 && one.marks & lacks == 0);
        those.map(|one| one.rows).sum()
    };
    let examples = |kinds: &[u32]| -> Vec<String> {
        let of = |kind: &u32| found.iter().find(|one| one.marks & kind != 0);
        kinds.iter().filter_map(of).map(|one| one.example.clone()).collect()
    };
    let contradictory = |reason, kinds: &[u32]| {
        DayOrder::Contradictory(WritingContradiction { reason, examples: examples(kinds) })
    };
    let (day_first, month_first) = (count(day::DAY_FIRST, 0), count(day::MONTH_FIRST, 0));
    let told = day_first + month_first;
    let either = count(day::EITHER, 0);
    let all = told + either;
    if short_year_is_doubtful(found, year) {
        return contradictory("two_digit_year", &[day::SHORT_YEAR]);
    }
    // One in fifty is a slip of the pen here too.
    let year_first = count(day::REAL | day::REAL_PAST_12 | day::YEAR_DAY_MONTH, 0);
    if count(day::YEAR_DAY_MONTH, 0) * 50 > year_first {
        let kinds = [day::YEAR_DAY_MONTH, day::REAL, day::REAL_PAST_12];
        return contradictory("year_day_month", &kinds);
    }
    // Opened where the month comes first, whatever could be a day became one with both swapped, and the rest stayed text.
    let real = count(day::REAL, 0);
    let is_real_up_to_12 = real > 0 && count(day::REAL_PAST_12, 0) == 0;
    let are_swapped =
        either == 0 || (real >= SEVERAL && either * FEW_TO_ONE <= told) || real >= MANY;
    if is_real_up_to_12 && told > 0 && are_swapped {
        return contradictory("days_swapped", &[day::REAL, day::DAY_FIRST | day::MONTH_FIRST]);
    }
    // The same saved as text again: what was swapped is written short, what was not as it came.
    let short = count(day::EITHER_SHORT, 0);
    let padded = count(day::DAY_FIRST_PADDED, 0);
    let others = count(day::EITHER_PADDED, day::EITHER_SHORT) + count(day::DAY_FIRST_SHORT, 0);
    let is_split = short > 0
        && padded > 0
        && (others == 0 || (short >= SEVERAL && others * FEW_TO_ONE <= padded));
    if is_split && month_first == 0 {
        return contradictory("days_swapped", &[day::EITHER_SHORT, day::DAY_FIRST_PADDED]);
    }
    match (day_first, month_first) {
        (0, 0) => DayOrder::Untold,
        // One in fifty is a slip of the pen, and rejected as such; so is a single one where others tell that the day is first.
        (_, month_first) if month_first * 50 <= all => DayOrder::DayFirst,
        (day_first, 1) if all >= 5 && day_first + count(day::REAL | day::REAL_PAST_12, 0) > 0 => {
            DayOrder::DayFirst
        }
        // Of thirty days eighteen are past the 12th: where fewer than one in five tell, most may be of the other order.
        (day_first, month_first)
            if day_first * 50 <= all && month_first * 5 >= all && (month_first > 1 || all == 1) =>
        {
            DayOrder::MonthFirst
        }
        (0, 1) => match contradictory("days_mixed", &[day::EITHER, day::MONTH_FIRST]) {
            DayOrder::Contradictory(why) => DayOrder::Leaning(why),
            other => other,
        },
        _ => contradictory("days_mixed", &[day::DAY_FIRST | day::EITHER, day::MONTH_FIRST]),
    }
}

/// Whether more than one in fifty years of two digits are none of an export of that year.
fn short_year_is_doubtful(found: &[MarkedTexts], year: i16) -> bool {
    let rows = |near: bool| -> u64 {
        let years = found.iter().filter_map(|one| Some((one.rows, one.short_year?)));
        let is_near = |short: i16| (year - 10..=year + 5).contains(&(2000 + short));
        years.filter(|(_, short)| is_near(*short) == near).map(|(rows, _)| rows).sum()
    };
    let (near, far) = (rows(true), rows(false));
    far * 50 > near + far
}
