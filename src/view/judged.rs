//! A verdict as it is shown.

use super::wording::AnswerWording;
use crate::{
    catalog::metric::Metric,
    chart::MarkTone,
    domain::{decimal::FixedDecimal, verdict::Verdict},
    warehouse::query::ActiveTarget,
};

/// A value against what is set, in words, and the verdict they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedValue {
    /// `ngưỡng 90% · thiếu 11,62 điểm`
    pub text: String,
    pub verdict: Verdict,
}

impl JudgedValue {
    /// Nothing where nothing is set, or there is no value to judge.
    pub fn new(
        words: AnswerWording,
        metric: &Metric,
        target: &ActiveTarget,
        verdict: Verdict,
    ) -> Option<Self> {
        let gap = verdict.limit_distance()?;
        let kind = if target.is_floor { "floor" } else { "goal" };
        let outcome = match verdict {
            Verdict::SmallSample { .. } => "few",
            Verdict::Met(_) => "met",
            _ if gap.is_ceiling => "over",
            _ => "short",
        };
        let size = match gap.size {
            // By the exact fraction it is missed all the same.
            size if size == FixedDecimal::from_whole(0) => words.fill_phrase("gap.least", &[]),
            size => size.to_vietnamese(),
        };
        let size = if metric.unit.is_of_hundred() {
            words.fill_phrase("tile.points", &[("gap", &size)])
        } else {
            let unit = words.fill_phrase(&format!("unit.{}", metric.unit.id()), &[]);
            format!("{} {unit}", size.trim_end_matches(",00"))
        };
        let said = [
            ("value", words.limit_value(metric, target)),
            ("gap", size),
            ("noun", words.noun(metric)),
        ];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(Self { text: words.fill_phrase(&format!("tile.{kind}_{outcome}"), &said), verdict })
    }

    /// Tells whether the value misses its floor or goal.
    pub fn is_missed(&self) -> bool {
        self.verdict.is_missed()
    }

    /// Tells whether the value meets its target.
    pub fn is_met(&self) -> bool {
        matches!(self.verdict, Verdict::Met(_))
    }

    /// For those who see no colour.
    pub fn sign(&self) -> &'static str {
        match self.verdict {
            Verdict::Met(_) => "✓",
            other => verdict_sign(other).unwrap_or_default(),
        }
    }
}

/// What stands by a value that is not well, or not judged.
pub fn verdict_sign(verdict: Verdict) -> Option<&'static str> {
    match mark_tone(verdict) {
        MarkTone::Short => Some("▼"),
        MarkTone::Over => Some("▲"),
        MarkTone::Few => Some("○"),
        MarkTone::Fine => None,
    }
}

/// How a mark of that verdict is drawn.
pub fn mark_tone(verdict: Verdict) -> MarkTone {
    match verdict {
        Verdict::SmallSample { .. } => MarkTone::Few,
        Verdict::FloorMissed(gap) | Verdict::GoalMissed(gap) if gap.is_ceiling => MarkTone::Over,
        Verdict::FloorMissed(_) | Verdict::GoalMissed(_) => MarkTone::Short,
        Verdict::NoTarget | Verdict::NoValue | Verdict::Met(_) => MarkTone::Fine,
    }
}
