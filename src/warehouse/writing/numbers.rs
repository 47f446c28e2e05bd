//! Thousands and decimals.

use super::Writing;

/// What `number_marks` of the dialect finds in texts. Of dots; of commas the double.
mod number {
    pub const THOUSANDS: u32 = 1;
    pub const DECIMALS: u32 = 4;
    pub const EITHER: u32 = 16;
    pub const EITHER_WITH_ZERO: u32 = 64;
}

/// How a column of numbers is read. Whole numbers have no decimals; `most` is what none of them is over, where something says so.
pub fn numbers(marks: u32, is_whole: bool, most: Option<i64>) -> Writing {
    let one = |mark: &'static str, shift: u32, other: u32| -> Option<Result<&'static str, ()>> {
        let has = |kind: u32| marks & kind << shift != 0;
        let other_has = |kind: u32| marks & kind << other != 0;
        if !has(number::EITHER) {
            return None;
        }
        // A program that leaves zeros away would have left these away too.
        let are_decimals_doubtful = has(number::EITHER_WITH_ZERO) || is_whole;
        Some(match () {
            () if has(number::DECIMALS) && (has(number::THOUSANDS) || are_decimals_doubtful) => {
                Err(())
            }
            () if has(number::DECIMALS) => Ok(mark),
            () if has(number::THOUSANDS) => Ok(""),
            () if is_whole => Ok(""),
            // A number of four digits is over it.
            () if most.is_some_and(|most| most < 1000) => Ok(mark),
            () if other_has(number::THOUSANDS) => Ok(mark),
            () => Ok(""),
        })
    };
    match (one(".", 0, 1), one(",", 1, 0)) {
        (Some(Err(())), _) | (_, Some(Err(()))) => Writing::Contradictory("numbers_mixed"),
        (Some(Ok(".")), Some(Ok(","))) => Writing::Decimals(".,"),
        (Some(Ok(".")), _) => Writing::Decimals("."),
        (_, Some(Ok(","))) => Writing::Decimals(","),
        _ => Writing::Usual,
    }
}

/// The marks that say two things, to show texts that have them.
pub const NUMBERS_THAT_TELL: [u32; 4] = [
    number::EITHER | number::THOUSANDS,
    number::DECIMALS,
    (number::EITHER | number::THOUSANDS) << 1,
    number::DECIMALS << 1,
];
