//! The days of a period, as the tree is asked about them.

use jiff::civil::Date;

use crate::domain::period::Period;

/// First and last day of a period, worked out once: a tree is asked thousands of times about one.
#[derive(Debug, Clone, Copy)]
pub struct DaySpan {
    pub start: Date,
    pub end: Date,
}

impl From<Period> for DaySpan {
    fn from(period: Period) -> Self {
        Self { start: period.start(), end: period.end() }
    }
}
