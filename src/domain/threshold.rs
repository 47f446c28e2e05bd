//! A limit such as 90 or 92,5, kept exactly.

use std::{fmt, str::FromStr};

use super::{
    decimal::{FixedDecimal, format_plain},
    fraction::ExactFraction,
    measure::Measure,
};

/// The parts of one it is told in.
pub(super) const SCALE: i64 = 10_000;

/// Without an order of its own: what is held against it is held in [`super::verdict`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    ten_thousandths: i64,
}

/// Reports a text that is not a threshold.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{text}` is not a threshold; write a number with at most four decimals, such as 90 or 92.5"
)]
pub struct ThresholdError {
    text: String,
}

impl Threshold {
    /// Is one hundred, which is the whole of a share in percent.
    pub const HUNDRED: Self = Self { ten_thousandths: 100 * SCALE };

    /// This many percent, as a fraction.
    pub fn as_share(self) -> Measure {
        Measure::new_rate(self.ten_thousandths, 100 * SCALE)
    }

    /// In ten-thousandths, for whoever compares.
    pub(super) fn as_ten_thousandths(self) -> i64 {
        self.ten_thousandths
    }

    /// Whether a part of a whole can reach it.
    pub fn is_share(self) -> bool {
        self.ten_thousandths <= Self::HUNDRED.ten_thousandths
    }

    /// To subtract from a shown value; decimals past the second are rounded half up.
    pub fn to_hundredths(self) -> FixedDecimal {
        FixedDecimal::of_fraction(self.ten_thousandths, SCALE, 1).expect("the scale is not zero")
    }

    /// The number itself.
    pub fn to_fraction(self) -> ExactFraction {
        ExactFraction::new(self.ten_thousandths.into(), SCALE.into())
            .expect("the scale is not zero")
    }

    /// For coordinates only.
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    pub fn to_f64(self) -> f64 {
        self.ten_thousandths as f64 / SCALE as f64
    }

    /// `90`, `92,5`
    pub fn to_vietnamese(self) -> String {
        format_plain(&self.to_string())
    }
}

impl FromStr for Threshold {
    type Err = ThresholdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ThresholdError { text: text.to_owned() };
        let plain = text.trim().replace(',', ".");
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 12
            || decimals.len() > 4
            || !all_digits(whole)
            || !all_digits(decimals)
        {
            return Err(error());
        }
        let padded = format!("{whole}{decimals:0<4}");
        padded.parse().map(|ten_thousandths| Self { ten_thousandths }).map_err(|_| error())
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.ten_thousandths / SCALE, self.ten_thousandths % SCALE);
        if rest == 0 {
            return write!(out, "{whole}");
        }
        write!(out, "{whole}.{}", format!("{rest:04}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("92,5", "92.5")]
    #[case("90", "90")]
    #[case("0.0001", "0.0001")]
    fn texts_read_back(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(text.parse::<Threshold>().map(|t| t.to_string()).as_deref(), Ok(shown));
    }

    #[rstest]
    #[case("")]
    #[case("-1")]
    #[case("ninety")]
    #[case("90.12345")]
    fn other_texts_are_refused(#[case] text: &str) {
        assert!(text.parse::<Threshold>().is_err());
    }
}
