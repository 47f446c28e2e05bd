//! Why there is no value.

use serde::Serialize;

use super::{known::DataGap, measure::Measure};

/// Why a measure has no value, for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    NothingKnown,
    BeforeFirstDay,
    AfterLastDay,
    NotPublished,
    Withheld,
    NothingCounted,
}

impl ReasonCode {
    /// Returns the name of the reason in the API.
    pub fn id(self) -> &'static str {
        match self {
            Self::NothingKnown => "nothing_known",
            Self::BeforeFirstDay => "before_first_day",
            Self::AfterLastDay => "after_last_day",
            Self::NotPublished => "not_published",
            Self::Withheld => "withheld",
            Self::NothingCounted => "nothing_counted",
        }
    }
}

impl DataGap {
    /// Returns the reason that stands for the gap in the API.
    pub fn reason(self) -> ReasonCode {
        match self {
            Self::Never => ReasonCode::NothingKnown,
            Self::Before(_) => ReasonCode::BeforeFirstDay,
            Self::After(_) => ReasonCode::AfterLastDay,
            Self::NotPublished => ReasonCode::NotPublished,
        }
    }
}

impl Measure {
    /// What nobody knows has no value, and says why.
    pub fn from_gap(gap: DataGap) -> Self {
        Self { gap: Some(gap), ..Self::NOTHING }
    }

    /// Why there is no value.
    pub fn reason(self) -> Option<ReasonCode> {
        let withheld = self.is_withheld.then_some(ReasonCode::Withheld);
        let nothing = (self.denominator == Some(0)).then_some(ReasonCode::NothingCounted);
        self.gap.map(DataGap::reason).or(withheld).or(nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::MeasureUnit;

    #[test]
    fn what_nobody_knows_is_no_nought_and_says_why() {
        let unknown = Measure::from_gap(DataGap::Never);
        assert!(unknown.is_empty() && !unknown.is_told());
        assert_eq!(
            (unknown.value(MeasureUnit::Dossiers), unknown.shown_counts()),
            (None, (None, None))
        );
        assert_eq!(Measure::new_count(0).compare_exactly(unknown), std::cmp::Ordering::Less);
        assert_eq!(Measure::new_count(3).add_counts(unknown), unknown);
        let reasons = [
            unknown,
            Measure::WITHHELD,
            Measure::new_rate(0, 0),
            Measure::new_rate(1, 2),
            Measure::new_count(0),
        ];
        let expected = [
            Some(ReasonCode::NothingKnown),
            Some(ReasonCode::Withheld),
            Some(ReasonCode::NothingCounted),
            None,
            None,
        ];
        assert_eq!(reasons.map(Measure::reason), expected);
    }
}
