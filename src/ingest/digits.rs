//! A number as text: with a decimal comma, since a dot in a text could part thousands. One whose last digits are not kept is
//! written with an exponent, as spreadsheets show it, so that nobody takes it for a code.

use serde_json::Number;

/// A spreadsheet keeps fifteen digits.
const OF_A_SPREADSHEET: f64 = 1e15;
/// Whole numbers up to 2^53 are kept by every program that reads JSON.
const OF_ANY_PROGRAM: f64 = 9_007_199_254_740_992.0;

/// A number of a workbook.
pub fn format_spreadsheet_number(value: f64) -> String {
    if value.abs() < OF_A_SPREADSHEET {
        return with_comma(&value.to_string());
    }
    with_exponent(value)
}

/// A number of a JSON document.
pub fn format_json_number(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if value.abs() > OF_ANY_PROGRAM => with_exponent(value),
        _ => with_comma(&number.to_string()),
    }
}

fn with_exponent(value: f64) -> String {
    with_comma(&format!("{value:E}").replace('E', "E+"))
}

/// Three digits behind a comma could be thousands: a fourth tells that they are none.
fn with_comma(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.len() == 3 => format!("{whole},{decimals}0"),
        _ => number.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::fraction(79.03, "79,03")]
    #[case::no_thousands(98.125, "98,1250")]
    #[case::a_day_and_time(20_231_204_081_500.0, "20231204081500")]
    #[case::fifteen_digits(202_312_010_000_001.0, "202312010000001")]
    #[case::sixteen_digits(2_023_120_100_000_010.0, "2,02312010000001E+15")]
    #[case::twenty_digits(2.023_120_1e19, "2,0231201E+19")]
    fn a_spreadsheet_keeps_fifteen_digits(#[case] value: f64, #[case] text: &str) {
        assert_eq!(format_spreadsheet_number(value), text);
    }

    #[rstest]
    #[case("2023120100000012", "2023120100000012")]
    #[case("20231201000000012", "2,0231201000000012E+16")]
    #[case("20231201000000000001", "2,0231201E+19")]
    #[case("79.03", "79,03")]
    #[case("98.125", "98,1250")]
    fn a_program_keeps_whole_numbers_up_to_a_bound(#[case] json: &str, #[case] text: &str) {
        assert_eq!(format_json_number(&serde_json::from_str(json).expect("a number")), text);
    }
}
