//! How a command ended.

/// Says how a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommandOutcome {
    Done,
    /// It ran, and something in it failed: a row, a file, a check.
    Failed,
    /// It ran, and what it looked at does not work.
    Broken,
}

impl CommandOutcome {
    /// Returns the worse of two.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}
