//! A limit such as 90 or 92,5, compared with exact fractions.

use std::{fmt, str::FromStr};

use super::{
    decimal::Hundredths,
    measure::{Better, Measure, Unit},
};

const SCALE: i64 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold {
    ten_thousandths: i64,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{text}` is not a threshold; write a number with at most four decimals, such as 90 or 92.5"
)]
pub struct ThresholdError {
    text: String,
}

impl Threshold {
    pub const HUNDRED: Self = Self { ten_thousandths: 100 * SCALE };

    /// This many percent, as a fraction.
    pub fn as_share(self) -> Measure {
        Measure::rate(self.ten_thousandths, 100 * SCALE)
    }

    /// So much of this as the measure is of a mark in percent, all of it from the mark on; rounded half up once.
    pub fn in_proportion(self, measure: Measure, mark: Self) -> Option<Hundredths> {
        let denominator = measure.denominator?;
        if !mark.is_above(measure, Unit::Percent) {
            return (denominator > 0).then(|| self.hundredths());
        }
        let numerator = self.ten_thousandths.checked_mul(measure.numerator)?;
        Hundredths::of_fraction(numerator, mark.ten_thousandths.checked_mul(denominator)?, 100)
    }

    /// Strictly below. A measure without value is below nothing.
    pub fn is_above(self, measure: Measure, unit: Unit) -> bool {
        let denominator = measure.denominator.unwrap_or(1);
        let scale = if unit.is_of_hundred() && measure.denominator.is_some() { 100 } else { 1 };
        denominator > 0
            && i128::from(measure.numerator) * i128::from(scale * SCALE)
                < i128::from(self.ten_thousandths) * i128::from(denominator)
    }

    /// Whether a measure is no worse than the limit.
    pub fn is_met(self, measure: Measure, unit: Unit, better: Better) -> bool {
        match better {
            Better::Higher => !self.is_above(measure, unit),
            Better::Lower => {
                // Above is below with both turned round.
                let turned = Measure { numerator: -measure.numerator, ..measure };
                let limit = Self { ten_thousandths: -self.ten_thousandths };
                !limit.is_above(turned, unit)
            }
        }
    }

    /// So much further on the good side.
    #[must_use]
    pub fn stricter(self, by: Self, better: Better) -> Self {
        let by = match better {
            Better::Higher => by.ten_thousandths,
            Better::Lower => -by.ten_thousandths,
        };
        Self { ten_thousandths: self.ten_thousandths.saturating_add(by) }
    }

    /// The least number of coming dossiers, all on time, after which the rate is no longer below.
    ///
    /// `None` when no number of them is enough.
    pub fn needed(self, measure: Measure) -> Option<i64> {
        let denominator = measure.denominator?;
        let (limit, full) = (i128::from(self.ten_thousandths), i128::from(100 * SCALE));
        let short = limit * i128::from(denominator) - full * i128::from(measure.numerator);
        if short <= 0 {
            return Some(0);
        }
        let gain = full - limit;
        (gain > 0).then(|| i64::try_from((short + gain - 1) / gain).unwrap_or(i64::MAX))
    }

    /// To subtract from a shown value; decimals past the second are rounded half up.
    pub fn hundredths(self) -> Hundredths {
        Hundredths::of_fraction(self.ten_thousandths, SCALE, 1).expect("the scale is not zero")
    }

    /// For coordinates only.
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    pub fn approximate(self) -> f64 {
        self.ten_thousandths as f64 / SCALE as f64
    }

    /// `90`, `92,5`
    pub fn vietnamese(self) -> String {
        self.to_string().replace('.', ",")
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

    fn rate(numerator: i64, denominator: i64) -> Measure {
        Measure::rate(numerator, denominator)
    }

    #[rstest]
    #[case::exactly_ninety_is_not_below(9, 10, false)]
    #[case::one_less_is_below(899, 1000, true)]
    #[case::rounded_ninety_is_still_below(89_996, 100_000, true)] // shows as 90,00
    #[case::nothing_is_below_nothing(0, 0, false)]
    fn below_is_strict_and_exact(#[case] n: i64, #[case] d: i64, #[case] below: bool) {
        let ninety: Threshold = "90".parse().expect("a number");
        assert_eq!(ninety.is_above(rate(n, d), Unit::Percent), below);
    }

    #[rstest]
    #[case::higher_and_equal(9, Better::Higher, true)]
    #[case::higher_and_less(8, Better::Higher, false)]
    #[case::lower_and_equal(9, Better::Lower, true)]
    #[case::lower_and_more(10, Better::Lower, false)]
    fn a_limit_is_met_on_its_better_side(
        #[case] n: i64,
        #[case] better: Better,
        #[case] met: bool,
    ) {
        let ninety: Threshold = "90".parse().expect("a number");
        assert_eq!(ninety.is_met(rate(n, 10), Unit::Percent, better), met);
    }

    #[test]
    fn counts_compare_as_they_are() {
        let floor: Threshold = "300".parse().expect("a number");
        assert!(floor.is_above(Measure::count(299), Unit::Dossiers));
    }

    #[rstest]
    #[case::hop_kim(408, 612, Some(1428))] // (0.9 × 612 − 408) / 0.1
    #[case::already_there(9, 10, Some(0))]
    #[case::one_late(9, 11, Some(9))] // 18/20 is 90 %
    fn needed_is_the_least_number(#[case] n: i64, #[case] d: i64, #[case] needed: Option<i64>) {
        let ninety: Threshold = "90".parse().expect("a number");
        assert_eq!(ninety.needed(rate(n, d)), needed);
    }

    #[test]
    fn a_hundred_is_never_reached_again_after_one_late() {
        let hundred: Threshold = "100".parse().expect("a number");
        assert_eq!(hundred.needed(rate(9, 10)), None);
    }

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
