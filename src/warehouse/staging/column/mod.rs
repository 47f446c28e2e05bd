//! A column of a canonical table, as SQL: its text, its value, and why there is none.

pub mod column_names;
pub mod key_spelling;
pub mod personal_value;
pub mod row_days;
pub mod typed_column;
pub mod typed_rows;
mod unread_value;
pub mod witness;
pub mod witness_columns;
