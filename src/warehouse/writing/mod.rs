//! How a column of a file writes its days or numbers: told by all its texts together, never by one.

mod column_writing;
mod days;
mod numbers;

pub use column_writing::{ColumnWriting, WritingContradiction};
pub use days::{
    DayOrder, MarkedTexts, NOT_AT_SIGHT, is_plain_order, is_untold, judge_order, looks_usual,
    tells_day_first,
};
pub use numbers::{KnownNumbers, NUMBERS_THAT_TELL, column_writing, marks_for_others};
