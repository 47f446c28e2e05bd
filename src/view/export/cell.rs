//! A cell of a table to take away: what it says, and what a spreadsheet reckons with.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use crate::domain::{
    decimal::FixedDecimal,
    measure::{Measure, MeasureUnit},
    vietnamese_date::{format_day, format_day_and_time},
};

/// Says what a cell is to a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportValue {
    Text,
    Count(i64),
    Decimal(FixedDecimal),
    /// In hundredths of a whole: 80.63 is 80,63%.
    Percent(FixedDecimal),
    Day(Date),
    Instant(DateTime),
}

/// Holds a cell: its text as a Vietnamese spreadsheet reads it, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCell {
    pub text: String,
    pub value: ExportValue,
}

impl ExportCell {
    /// Makes a cell of a whole number; an empty one where there is none.
    pub fn from_count(count: Option<i64>) -> Self {
        count.map_or_else(Self::empty, |count| Self {
            text: count.to_string(),
            value: ExportValue::Count(count),
        })
    }

    /// Makes a cell of a number with two decimals.
    pub fn from_decimal(number: FixedDecimal) -> Self {
        Self { text: without_dots(&number.to_vietnamese()), value: ExportValue::Decimal(number) }
    }

    /// Makes a cell of a share of a hundred.
    pub fn from_percent(share: FixedDecimal) -> Self {
        let text = format!("{}%", without_dots(&share.to_vietnamese()));
        Self { text, value: ExportValue::Percent(share) }
    }

    /// Makes a cell of a day with its hour, where one was told; an empty one where there is none.
    pub fn from_time(time: Option<DateTime>) -> Self {
        let Some(time) = time else { return Self::empty() };
        if time.time() == Time::midnight() {
            return Self::from_day(time.date());
        }
        Self { text: format_day_and_time(time), value: ExportValue::Instant(time) }
    }

    /// Makes a cell of a day.
    pub fn from_day(day: Date) -> Self {
        Self { text: format_day(day), value: ExportValue::Day(day) }
    }

    /// Makes a cell of a metric's value; `otherwise` is what it says where there is none.
    pub fn from_measure(unit: MeasureUnit, measure: Measure, otherwise: &str) -> Self {
        let value = measure.value(unit).filter(|_| measure.is_told());
        match (value, unit) {
            (None, _) => Self::from(otherwise),
            (Some(_), MeasureUnit::Dossiers | MeasureUnit::Agencies) => {
                Self::from_count(Some(measure.numerator))
            }
            (Some(share), unit) if unit.is_of_hundred() => Self::from_percent(share),
            (Some(number), _) => Self::from_decimal(number),
        }
    }

    fn empty() -> Self {
        Self::from(String::new())
    }
}

impl From<String> for ExportCell {
    fn from(text: String) -> Self {
        Self { text, value: ExportValue::Text }
    }
}

impl From<&str> for ExportCell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Display for ExportCell {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.text)
    }
}

/// A spreadsheet reads `-1063,50`: nothing between thousands, and the sign of a keyboard.
fn without_dots(number: &str) -> String {
    number.replace('.', "").replace('−', "-")
}
