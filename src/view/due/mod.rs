//! What is due within 24 hours and three working days, in words: on the page, in tables and in messages alike.

mod due_answer;
mod due_table;
mod due_wording;

pub use due_answer::{DueAnswer, DueRow};
pub use due_table::{DUE_COLUMNS, due_table};
