//! Numbers as they are shown: exact hundredths, rounded half up once.

use std::{fmt, str::FromStr};

/// A number of hundredths. The only place where a fraction is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedDecimal(i128);

impl FixedDecimal {
    /// `numerator × scale / denominator`, half up (away from zero on the upper side, as people round).
    ///
    /// `None` when the denominator is zero: nothing divided by nothing has no value.
    pub fn of_fraction(numerator: i64, denominator: i64, scale: i64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let sign = if denominator < 0 { -1 } else { 1 };
        let doubled = 2 * i128::from(numerator) * i128::from(scale) * 100 * sign;
        let denominator = i128::from(denominator) * sign;
        Some(Self((doubled + denominator).div_euclid(2 * denominator)))
    }

    /// Makes a number of so many hundredths.
    pub(super) fn from_hundredths(hundredths: i128) -> Self {
        Self(hundredths)
    }

    /// Makes a number of a whole one, without decimals.
    pub fn from_whole(number: i64) -> Self {
        Self(i128::from(number) * 100)
    }

    /// Adds another number exactly.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// Rounded half up; `None` by zero.
    pub fn divided_by(self, parts: i64) -> Option<Self> {
        let parts = i128::from(parts);
        (parts > 0).then(|| Self((2 * self.0 + parts).div_euclid(2 * parts)))
    }

    /// Subtracts another number exactly.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// The whole number at or under it.
    pub fn floor(self) -> i128 {
        self.0.div_euclid(100)
    }

    /// The whole number at or over it.
    pub fn ceiling(self) -> i128 {
        -(-self.0).div_euclid(100)
    }

    /// Tells whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Returns the number without its sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Vietnamese writing: decimal comma, dot between thousands (`1.234,50`).
    pub fn to_vietnamese(self) -> String {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        format!("{sign}{},{rest:02}", with_dots(whole))
    }

    /// Of a number of hundredths of a whole, the share of one a spreadsheet shows as a percentage: 80.63 is 0.8063.
    #[expect(clippy::cast_precision_loss, reason = "a workbook's numbers are floats")]
    pub fn to_share(self) -> f64 {
        self.0 as f64 / 10_000.0
    }

    /// For coordinates only; never for a comparison or a printed number.
    #[expect(clippy::cast_precision_loss, reason = "pixels do not need 128 bits")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for FixedDecimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

/// `numerator × scale / denominator` with as many decimals, three at least, as show that it is under a number of ten-thousandths, which it is:
/// rounded to fewer it would reach it. `None` over nothing.
pub fn format_below(
    (numerator, denominator): (i64, i64),
    scale: i64,
    ten_thousandths: i64,
) -> Option<String> {
    if denominator <= 0 {
        return None;
    }
    let (numerator, denominator) =
        (i128::from(numerator) * i128::from(scale), i128::from(denominator));
    let rounded = (3..=15).map(|decimals| {
        let parts = 10_i128.pow(decimals);
        (decimals, parts, (2 * numerator * parts + denominator).div_euclid(2 * denominator))
    });
    let mut below = rounded
        .filter(|(_, parts, rounded)| rounded * 10_000 < i128::from(ten_thousandths) * parts);
    let (decimals, parts, rounded) = below.next()?;
    let (whole, rest) = (rounded / parts, rounded % parts);
    Some(format_plain(&format!("{whole}.{rest:0width$}", width = decimals as usize)))
}

/// A number as programs write it, `1234.5`, as people do: `1.234,5`; its decimals stay as many as they are.
pub fn format_plain(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("−", digits));
    let (whole, rest) =
        digits.split_once('.').map_or((digits, None), |(it, rest)| (it, Some(rest)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), with_dots);
    let rest = rest.map_or(String::new(), |rest| format!(",{rest}"));
    format!("{sign}{whole}{rest}")
}

/// The number of a quarter as offices write it: `IV`. Others than 1 to 4 stay as they are.
pub fn format_roman(number: i8) -> String {
    match number {
        1 => "I".to_owned(),
        2 => "II".to_owned(),
        3 => "III".to_owned(),
        4 => "IV".to_owned(),
        other => other.to_string(),
    }
}

impl FromStr for FixedDecimal {
    type Err = std::num::ParseIntError;

    /// Reads a number with at most two decimals, as it is displayed.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        // Three decimals are one digit too many for hundredths, and are refused as such; a text without a digit is no nought.
        let digits = format!("{whole}{rest:0<2}");
        let is_none = whole.trim_start_matches('-').is_empty();
        let digits = if rest.len() > 2 || is_none { text } else { &digits };
        digits.parse().map(Self)
    }
}

/// `184513` as `184.513`.
pub fn format_thousands(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", with_dots(u128::from(number.unsigned_abs())))
}

/// What is added to another number: `+14`, `−3`, `0`.
pub fn format_change(change: i64) -> String {
    let sign = if change > 0 { "+" } else { "" };
    format!("{sign}{}", format_thousands(change))
}

/// The same of what is counted.
pub fn format_unsigned(number: u64) -> String {
    with_dots(u128::from(number))
}

fn with_dots(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.char_indices() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::half_goes_up(387, 480, "80.63")] // exactly 80.625
    #[case::below_half_goes_down(1, 3, "33.33")]
    #[case::above_half_goes_up(2, 3, "66.67")]
    #[case::whole(1, 1, "100.00")]
    #[case::nothing_of_something(0, 7, "0.00")]
    #[case::province(144_625, 184_513, "78.38")]
    fn percentages_round_half_up(#[case] n: i64, #[case] d: i64, #[case] shown: &str) {
        assert_eq!(
            FixedDecimal::of_fraction(n, d, 100).map(|h| h.to_string()).as_deref(),
            Some(shown)
        );
    }

    #[test]
    fn nothing_divided_by_nothing_has_no_value() {
        assert_eq!(FixedDecimal::of_fraction(0, 0, 100), None);
    }

    #[rstest]
    #[case(FixedDecimal(8063), "80,63")]
    #[case(FixedDecimal(-123_456), "−1.234,56")]
    #[case(FixedDecimal(5), "0,05")]
    fn vietnamese_uses_comma_and_dots(#[case] number: FixedDecimal, #[case] shown: &str) {
        assert_eq!(number.to_vietnamese(), shown);
    }

    #[rstest]
    #[case("80.63", "80,63")]
    #[case("1063", "1.063")]
    #[case("-1234567.5", "−1.234.567,5")]
    #[case("92.5", "92,5")]
    #[case("", "")]
    fn a_number_of_programs_is_written_for_people(#[case] plain: &str, #[case] shown: &str) {
        assert_eq!(format_plain(plain), shown);
    }

    #[test]
    fn quarters_are_roman() {
        assert_eq!([1, 2, 3, 4].map(format_roman), ["I", "II", "III", "IV"]);
    }

    #[rstest]
    #[case("80.63", Some(FixedDecimal(8063)))]
    #[case("-0.5", Some(FixedDecimal(-50)))]
    #[case("12", Some(FixedDecimal(1200)))]
    #[case("", None)]
    #[case("-", None)]
    #[case("1.234", None)]
    #[case("80,63", None)]
    fn a_number_is_read_as_it_is_displayed(#[case] text: &str, #[case] read: Option<FixedDecimal>) {
        assert_eq!(text.parse().ok(), read);
    }

    #[rstest]
    #[case(0, "0")]
    #[case(999, "999")]
    #[case(1000, "1.000")]
    #[case(184_513, "184.513")]
    #[case(-1_234_567, "−1.234.567")]
    fn thousands_take_dots(#[case] number: i64, #[case] shown: &str) {
        assert_eq!(format_thousands(number), shown);
    }
}
