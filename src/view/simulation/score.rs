//! A simulated total, and between what it lies.

use crate::domain::decimal::FixedDecimal;

/// Holds a total, its rank in the table, and between what they lie by earlier periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulatedScore {
    pub total: FixedDecimal,
    /// `None` where who asks does not see the others, or there are none.
    pub rank: Option<usize>,
    /// `None` where too few periods were tried.
    pub range: Option<ScoreRange>,
}

/// Says between what a total and its rank lie: four in five of the periods tried were no further off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreRange {
    pub lowest: FixedDecimal,
    pub highest: FixedDecimal,
    /// The best and the worst rank.
    pub ranks: Option<(usize, usize)>,
}
