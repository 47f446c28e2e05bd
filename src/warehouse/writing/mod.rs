//! How a column of a file writes its days or numbers: told by all its texts together, never by one.

mod days;
mod numbers;

pub use days::{
    DayOrder, MarkedTexts, is_plain_order, is_untold, looks_usual, order, tells_day_first,
};
pub use numbers::{KnownNumbers, NUMBERS_THAT_TELL, numbers, told_to_others};

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
