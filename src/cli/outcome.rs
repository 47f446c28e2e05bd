//! How a command ended.

/// Says how a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandOutcome {
    Done,
    /// It ran, and something in it failed: a row, a file, a check.
    Failed,
}

impl CommandOutcome {
    /// Tells whether either failed.
    pub fn or(self, other: Self) -> Self {
        if self == Self::Failed { self } else { other }
    }
}
