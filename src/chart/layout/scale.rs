//! The numbers beside a scale.

use crate::domain::decimal::format_thousands;

/// The next of `first`, twice, five times, ten times, twenty times … it that holds the most there is.
pub fn round_up(most: f64, first: f64) -> f64 {
    let mut end = first;
    for factor in [2.0, 2.5, 2.0].iter().cycle() {
        if end >= most {
            break;
        }
        end *= factor;
    }
    end
}

/// A whole number, as people write it.
#[expect(clippy::cast_possible_truncation, reason = "counts are far smaller")]
pub fn format_tick(value: f64) -> String {
    format_thousands(value.round() as i64)
}
