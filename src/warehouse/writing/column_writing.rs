//! How a column is read, or why it cannot be.

/// How the texts of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnWriting {
    /// The day before the month; one mark before three digits between thousands.
    #[default]
    Usual,
    MonthFirst,
    /// One of these marks before three digits stands before decimals.
    Decimals(&'static str),
    /// It says two things: none of its texts can be read.
    Contradictory(&'static str),
}

/// Why a column cannot be read, and texts that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WritingContradiction {
    pub reason: &'static str,
    pub examples: Vec<String>,
}
