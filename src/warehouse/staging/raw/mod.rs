//! The archived rows as text: which are data, which cells say nothing, which cannot be read.

pub mod blank_cells;
pub mod column_survey;
pub mod raw_rows_sql;
