//! One row of a ladder: a name, a value, a bar; or what is said between them.

use super::super::mark::ChartMark;

/// One row of a ladder.
#[derive(Debug, Clone, PartialEq)]
pub enum LadderRung {
    Mark(ChartMark),
    /// What is said between marks: who is left out here, or what those below are.
    Note(String),
}

impl LadderRung {
    /// Returns the mark of a row that has one.
    pub fn mark(&self) -> Option<&ChartMark> {
        match self {
            Self::Mark(mark) => Some(mark),
            Self::Note(_) => None,
        }
    }
}
