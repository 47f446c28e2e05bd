//! The scale of a dot plot, and the piles it is cut into.

use super::super::{canvas::round_pixels, mark::LimitLine};

/// What lies where, and how it is cut.
#[derive(Debug, Clone)]
pub(super) struct SpreadScale {
    pub low: f64,
    pub high: f64,
    /// Between two numbers of it.
    pub step: f64,
    /// Of a pile; a step is a whole number of them.
    pub width: f64,
    /// Where a pile begins and the one before it ends: the limit, where it is on the scale.
    pub origin: f64,
}

impl SpreadScale {
    /// Makes a scale from a round number under the lowest value to the top, cut into about so many piles.
    pub fn new(
        values: impl IntoIterator<Item = f64>,
        full: Option<f64>,
        limit: Option<&LimitLine>,
        piles: f64,
    ) -> Self {
        let (least, most) = values
            .into_iter()
            .fold((f64::INFINITY, 1.0_f64), |(least, most), it| (least.min(it), most.max(it)));
        let low = match full {
            Some(_) if least.is_finite() => (least / 10.0).floor().clamp(0.0, 9.0) * 10.0,
            _ => 0.0,
        };
        let mut step = 1.0;
        for factor in [2.0, 2.5, 2.0].iter().cycle() {
            if step * 6.0 >= full.unwrap_or(most) - low {
                break;
            }
            step *= factor;
        }
        let high = (full.unwrap_or(most).max(most) / step).ceil() * step;
        let in_a_step = (piles * step / (high - low)).round().max(1.0);
        let scale = Self { low, high, step, width: step / in_a_step, origin: low };
        let limit = limit.map(|limit| limit.value).filter(|limit| scale.contains_value(*limit));
        Self { origin: limit.unwrap_or(low), ..scale }
    }

    /// Tells whether a value lies on the scale.
    pub fn contains_value(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Tells how far up the scale a value lies, of one.
    pub fn share_of_scale(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// Finds the pile of a value, counted from the origin: below 0 are those under it. The highest value lies in the last pile.
    pub fn pile_of_value(&self, value: f64, is_above: bool) -> i32 {
        let count = |length: f64| length / self.width;
        // A value on the edge of two piles is of the upper one, whatever the division makes of it.
        let at = round_pixels((count(value - self.origin) + 1e-9).floor());
        let last = round_pixels((count(self.high - self.origin) - 1e-9).floor());
        if is_above { at.min(last).max(0) } else { at.min(-1) }
    }

    /// Returns the value in the middle of a pile.
    pub fn pile_middle(&self, pile: i32) -> f64 {
        self.origin + (f64::from(pile) + 0.5) * self.width
    }

    /// Returns the numbers of the scale.
    pub fn tick_values(&self) -> impl Iterator<Item = f64> {
        let count = round_pixels((self.high - self.low) / self.step);
        (0..=count).map(|tick| self.low + f64::from(tick) * self.step)
    }
}
