//! Whom the office urged, on paper.

mod urging_table;
