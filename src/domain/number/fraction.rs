//! Fractions that are added and compared exactly, and rounded once.

use std::cmp::Ordering;

use super::decimal::FixedDecimal;

/// Holds an exact fraction in its lowest terms; its denominator is above zero.
///
/// Points of a scorecard's row are a few digits over a count of dossiers, so that sums of a handful stay far within 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactFraction {
    numerator: i128,
    denominator: i128,
}

impl ExactFraction {
    /// Is nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// Makes the fraction of two numbers; `None` over zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let shared = find_divisor(numerator.abs(), denominator.abs()) * denominator.signum();
        Some(Self { numerator: numerator / shared, denominator: denominator / shared })
    }

    /// Returns numerator and denominator in the lowest terms.
    pub fn terms(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// Adds another one exactly.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let shared = find_divisor(self.denominator, other.denominator);
        let (own, others) = (other.denominator / shared, self.denominator / shared);
        Self::new(self.numerator * own + other.numerator * others, self.denominator * own)
            .unwrap_or(Self::ZERO)
    }

    /// Subtracts another one exactly.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self { numerator: -other.numerator, ..other })
    }

    /// In hundredths, rounded half up.
    pub fn to_hundredths(self) -> FixedDecimal {
        FixedDecimal::from_hundredths(self.round_parts(100))
    }

    /// With four decimals, rounded half up: `0.0340`.
    pub fn to_four_decimals(self) -> String {
        let parts = self.round_parts(10_000);
        let sign = if parts < 0 { "-" } else { "" };
        format!("{sign}{}.{:04}", parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000)
    }

    fn round_parts(self, parts: i128) -> i128 {
        (2 * self.numerator * parts + self.denominator).div_euclid(2 * self.denominator)
    }
}

impl PartialOrd for ExactFraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ExactFraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

/// The largest number that divides both; the other one where one is zero.
fn find_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { find_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn fraction(numerator: i128, denominator: i128) -> ExactFraction {
        ExactFraction::new(numerator, denominator).expect("not over zero")
    }

    #[test]
    fn thirds_add_up_to_a_whole() {
        let third = fraction(1, 3);
        assert_eq!(third.plus(third).plus(third), fraction(1, 1));
        assert_eq!(third.minus(third), ExactFraction::ZERO);
    }

    #[test]
    fn a_fraction_is_in_its_lowest_terms() {
        assert_eq!(fraction(20, 588).terms(), (5, 147));
        assert_eq!(fraction(6, -4).terms(), (-3, 2));
        assert_eq!(ExactFraction::new(1, 0), None);
    }

    #[test]
    fn fractions_are_put_in_order_exactly() {
        // Both are 0,0340 with four decimals.
        assert!(fraction(20, 588) < fraction(2000, 58_799));
    }

    #[rstest]
    // 20 / 588 = 0,034013…
    #[case(20, 588, "0.0340", "0.03")]
    // Half goes up, below zero too.
    #[case(1, 200, "0.0050", "0.01")]
    #[case(-1, 200, "-0.0050", "0.00")]
    #[case(-3, 2, "-1.5000", "-1.50")]
    fn rounding_is_half_up_and_once(
        #[case] numerator: i128,
        #[case] denominator: i128,
        #[case] four: &str,
        #[case] two: &str,
    ) {
        let it = fraction(numerator, denominator);
        assert_eq!(
            (it.to_four_decimals().as_str(), it.to_hundredths().to_string().as_str()),
            (four, two)
        );
    }
}
