//! Whether a value misses what is set for it.
//!
//! Invariant: a value is held against a limit here and nowhere else; whoever shows, counts or sends it renders the verdict.

use serde::Serialize;

use super::{
    decimal::{FixedDecimal, format_below},
    fraction::ExactFraction,
    measure::{BetterDirection, Measure, MeasureUnit},
    threshold::{SCALE, Threshold},
};

/// What is set: a floor not to fall under (where lower is better, not to pass), or a goal to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    Floor(Threshold),
    Goal(Threshold),
}

/// How the values of a metric are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerdictRule {
    pub unit: MeasureUnit,
    pub better: BetterDirection,
    /// Over fewer than these chance decides, and nobody is judged; 0 where everything is counted.
    pub enough: i64,
}

/// How far a value lies from its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitDistance {
    /// Of the numbers as they are shown, so that a reader who subtracts finds the same.
    pub size: FixedDecimal,
    /// The wrong side is above: a lower value is better.
    pub is_ceiling: bool,
}

/// Says whether a value meets its target, and by how much it does or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is set.
    NoTarget,
    /// Nothing was counted, or it is not told.
    NoValue,
    /// Over too few to be judged, whichever side it lies on.
    SmallSample {
        gap: LimitDistance,
        is_beyond: bool,
    },
    Met(LimitDistance),
    FloorMissed(LimitDistance),
    GoalMissed(LimitDistance),
}

impl TargetKind {
    /// Returns the number that is set, be it a floor or a goal.
    pub fn value(self) -> Threshold {
        match self {
            Self::Floor(value) | Self::Goal(value) => value,
        }
    }
}

impl VerdictRule {
    /// Whether it is counted over so few that it is neither judged nor ranked.
    pub fn is_few(&self, measure: Measure) -> bool {
        measure.is_few(self.enough)
    }

    /// Judges a measure against its target; fewer than `enough` are never judged missed or met.
    pub fn judge_measure(&self, measure: Measure, bound: Option<TargetKind>) -> Verdict {
        let Some(bound) = bound else {
            return Verdict::NoTarget;
        };
        let Some(shown) = measure.value(self.unit) else {
            return Verdict::NoValue;
        };
        let gap = LimitDistance {
            size: bound.value().to_hundredths().minus(shown).abs(),
            is_ceiling: self.better == BetterDirection::Lower,
        };
        let is_beyond = self.is_beyond(measure, bound.value().as_ten_thousandths());
        match bound {
            _ if self.is_few(measure) => Verdict::SmallSample { gap, is_beyond },
            _ if !is_beyond => Verdict::Met(gap),
            TargetKind::Floor(_) => Verdict::FloorMissed(gap),
            TargetKind::Goal(_) => Verdict::GoalMissed(gap),
        }
    }

    /// Whether it is on the good side by so much, or as good as it can be.
    pub fn is_clear(&self, measure: Measure, bound: TargetKind, by: Threshold) -> bool {
        let (limit, by) = (bound.value().as_ten_thousandths(), by.as_ten_thousandths());
        let whole = Threshold::HUNDRED.as_ten_thousandths();
        let stricter = match self.better {
            BetterDirection::Higher if self.unit.is_of_hundred() => {
                limit.saturating_add(by).min(limit.max(whole))
            }
            BetterDirection::Higher => limit.saturating_add(by),
            BetterDirection::Lower => limit.saturating_sub(by).max(0),
        };
        !self.is_beyond(measure, stricter)
    }

    /// The least number of coming subjects, all of them good, after which a rate is no longer beyond its limit; `None` when no
    /// number of them is enough.
    pub fn needed_successes(&self, measure: Measure, bound: TargetKind) -> Option<i64> {
        let denominator = i128::from(measure.denominator.filter(|_| self.unit.is_of_hundred())?);
        let (numerator, limit) =
            (i128::from(measure.numerator), i128::from(bound.value().as_ten_thousandths()));
        let whole = i128::from(Threshold::HUNDRED.as_ten_thousandths());
        // Each that is good adds to the denominator; where higher is better, to the numerator too.
        let (short, gain) = match self.better {
            BetterDirection::Higher => (limit * denominator - whole * numerator, whole - limit),
            BetterDirection::Lower => (whole * numerator - limit * denominator, limit),
        };
        if short <= 0 {
            return Some(0);
        }
        (gain > 0).then(|| i64::try_from((short + gain - 1) / gain).unwrap_or(i64::MAX))
    }

    /// Strictly on the wrong side, by the exact fraction.
    fn is_beyond(&self, measure: Measure, limit: i64) -> bool {
        let order = compare_to_limit(measure, self.unit, limit);
        match self.better {
            BetterDirection::Higher => order.is_some_and(std::cmp::Ordering::is_lt),
            BetterDirection::Lower => order.is_some_and(std::cmp::Ordering::is_gt),
        }
    }
}

/// Whether a measure is strictly under a number, whatever is better; one without value is under nothing.
pub fn is_under(measure: Measure, unit: MeasureUnit, limit: Threshold) -> bool {
    compare_to_limit(measure, unit, limit.as_ten_thousandths())
        .is_some_and(std::cmp::Ordering::is_lt)
}

/// A measure that is under a number and reaches it where it is shown with two decimals, with as many as show that it is under: `79,996`.
pub fn format_under(measure: Measure, unit: MeasureUnit, limit: Threshold) -> Option<String> {
    let denominator = measure.denominator?;
    let is_seen = measure.value(unit)?.minus(limit.to_hundredths()).is_negative();
    if is_seen || !is_under(measure, unit, limit) {
        return None;
    }
    let scale = if unit.is_of_hundred() { 100 } else { 1 };
    format_below((measure.numerator, denominator), scale, limit.as_ten_thousandths())
}

impl Threshold {
    /// So much of this as the measure is of a mark in percent, all of it from the mark on; `None` over nothing.
    pub fn in_proportion(self, measure: Measure, mark: Self) -> Option<ExactFraction> {
        let denominator = measure.denominator.filter(|it| *it > 0)?;
        if !is_under(measure, MeasureUnit::Percent, mark) {
            return Some(self.to_fraction());
        }
        let numerator = i128::from(self.as_ten_thousandths()) * i128::from(measure.numerator);
        let whole = i128::from(mark.as_ten_thousandths()) * i128::from(denominator);
        // A mark is in percent: of a hundred.
        ExactFraction::new(numerator * 100, whole)
    }
}

/// A measure beside so many ten-thousandths; nothing over a zero denominator.
fn compare_to_limit(measure: Measure, unit: MeasureUnit, limit: i64) -> Option<std::cmp::Ordering> {
    let denominator = measure.denominator.unwrap_or(1);
    let scale = if unit.is_of_hundred() && measure.denominator.is_some() { 100 } else { 1 };
    let value = i128::from(measure.numerator) * i128::from(scale * SCALE);
    (denominator > 0).then(|| value.cmp(&(i128::from(limit) * i128::from(denominator))))
}

/// As machines read it.
impl Serialize for Verdict {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl Verdict {
    /// As machines read it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoTarget => "no_target",
            Self::NoValue => "no_value",
            Self::SmallSample { .. } => "small_sample",
            Self::Met(_) => "met",
            Self::FloorMissed(_) => "floor_missed",
            Self::GoalMissed(_) => "goal_missed",
        }
    }

    /// Returns the distance from the target; `None` without a target or without a value.
    pub fn limit_distance(self) -> Option<LimitDistance> {
        match self {
            Self::NoTarget | Self::NoValue => None,
            Self::SmallSample { gap, .. }
            | Self::Met(gap)
            | Self::FloorMissed(gap)
            | Self::GoalMissed(gap) => Some(gap),
        }
    }

    /// Whether what is set, floor or goal, is missed.
    pub fn is_missed(self) -> bool {
        matches!(self, Self::FloorMissed(_) | Self::GoalMissed(_))
    }

    /// Tells whether the target is a floor and is missed.
    pub fn is_floor_missed(self) -> bool {
        matches!(self, Self::FloorMissed(_))
    }

    /// Whether it would be missed, were it over enough.
    pub fn is_few_beyond(self) -> bool {
        matches!(self, Self::SmallSample { is_beyond: true, .. })
    }

    /// What is missed, or would be, on either of these grounds: shown among those looked at first.
    pub fn is_beyond(self) -> bool {
        self.is_missed() || self.is_few_beyond()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::reaches_it_in_two_decimals(19_999, 25_000, "80", Some("79,996"))]
    #[case::reaches_it_in_four(1_599_999, 2_000_000, "80", Some("79,99995"))]
    #[case::is_seen_to_be_under(387, 480, "90", None)]
    #[case::is_it(8, 10, "80", None)]
    #[case::is_over(81, 100, "80", None)]
    #[case::a_limit_that_is_not_whole(92_497, 100_000, "92,5", Some("92,497"))]
    fn what_is_under_a_limit_is_shown_so(
        #[case] numerator: i64,
        #[case] denominator: i64,
        #[case] limit: &str,
        #[case] shown: Option<&str>,
    ) {
        let measure = Measure::new_rate(numerator, denominator);
        let limit = limit.parse().expect("a limit");
        assert_eq!(format_under(measure, MeasureUnit::Percent, limit).as_deref(), shown);
    }
}
