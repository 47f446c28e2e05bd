//! Thousands and decimals.

use super::column_writing::ColumnWriting;

/// What `number_marks` of the dialect finds in texts. Of dots; of commas the double.
mod number {
    /// Marks a number whose dots surely stand between thousands.
    pub const THOUSANDS: u32 = 1;
    /// Marks a number with a dot before decimals.
    pub const DECIMALS: u32 = 4;
    /// Marks a number with one dot before three digits: of thousands or of decimals.
    pub const EITHER: u32 = 16;
    /// Marks a number of that kind whose last digit is 0, as no program leaves it behind decimals.
    pub const EITHER_WITH_ZERO: u32 = 64;
}

/// What is known of a column of numbers besides its texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownNumbers {
    /// Its numbers have no decimals.
    pub is_whole: bool,
    /// They are money, of which thousands are written and parts are not.
    pub is_money: bool,
    /// What none of them is over.
    pub most: Option<i64>,
    /// The marks of the file's other columns, which one hand or program wrote.
    pub beside: u32,
}

/// What a column says to the other columns of its file: a whole number has no decimals, so its mark stands between thousands.
pub fn marks_for_others(marks: u32, is_whole: bool) -> u32 {
    let of_both = |kind: u32| kind | kind << 1;
    let told = marks & of_both(number::THOUSANDS | number::DECIMALS);
    let between_thousands = (marks & of_both(number::EITHER)) / number::EITHER;
    if is_whole { told | between_thousands } else { told }
}

/// How a column of numbers is read.
pub fn column_writing(marks: u32, known: KnownNumbers) -> ColumnWriting {
    let KnownNumbers { is_whole, is_money, most, beside } = known;
    let one = |mark: &'static str,
               shift: u32,
               other: u32|
     -> Option<Result<&'static str, &'static str>> {
        let has = |kind: u32| marks & kind << shift != 0;
        let other_has = |kind: u32| marks & kind << other != 0;
        let is_beside = |kind: u32| beside & kind << shift != 0;
        if !has(number::EITHER) {
            return None;
        }
        // A program that leaves zeros away would have left these away too.
        let are_decimals_doubtful = has(number::EITHER_WITH_ZERO) || is_whole;
        Some(match () {
            () if has(number::DECIMALS) && (has(number::THOUSANDS) || are_decimals_doubtful) => {
                Err("numbers_mixed")
            }
            () if has(number::DECIMALS) => Ok(mark),
            () if has(number::THOUSANDS) => Ok(""),
            () if is_whole => Ok(""),
            // A number of four digits is over it.
            () if most.is_some_and(|most| most < 1000) => Ok(mark),
            () if other_has(number::THOUSANDS) => Ok(mark),
            () if is_money || other_has(number::DECIMALS) => Ok(""),
            () if is_beside(number::DECIMALS) && !is_beside(number::THOUSANDS) => Ok(mark),
            () if is_beside(number::THOUSANDS) && !is_beside(number::DECIMALS) => Ok(""),
            () => Err("numbers_doubtful"),
        })
    };
    match (one(".", 0, 1), one(",", 1, 0)) {
        (Some(Err(reason)), _) | (_, Some(Err(reason))) => ColumnWriting::Contradictory(reason),
        (Some(Ok(".")), Some(Ok(","))) => ColumnWriting::Decimals(".,"),
        (Some(Ok(".")), _) => ColumnWriting::Decimals("."),
        (_, Some(Ok(","))) => ColumnWriting::Decimals(","),
        _ => ColumnWriting::Usual,
    }
}

/// The marks that say two things, to show texts that have them.
pub const NUMBERS_THAT_TELL: [u32; 4] = [
    number::EITHER | number::THOUSANDS,
    number::DECIMALS,
    (number::EITHER | number::THOUSANDS) << 1,
    number::DECIMALS << 1,
];
