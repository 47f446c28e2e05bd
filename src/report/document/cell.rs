//! One cell of a table: as people read it, and as a workbook counts with it.

use jiff::civil::{Date, DateTime};

use crate::{
    domain::{
        decimal::{FixedDecimal, format_thousands},
        measure::{BetterDirection, Measure, MeasureUnit},
        threshold::Threshold,
        verdict::{Verdict, VerdictRule},
        vietnamese_date::format_day,
    },
    view::verdict_sign,
};

/// Holds one table cell: its text, its number for a workbook, and how it is marked.
#[derive(Debug, Clone)]
pub struct ReportCell {
    /// As people read it.
    pub text: String,
    /// As a workbook counts with it.
    pub value: CellValue,
    /// Before the text, for those who see no colour: what is wrong with it; nothing of what is well.
    pub sign: &'static str,
    /// Behind the text, in brackets.
    pub note: Option<String>,
    /// The number a workbook holds it against.
    pub limit: Option<CellLimit>,
}

/// Beyond which number a workbook marks a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellLimit {
    pub value: f64,
    /// Above it is wrong, not below.
    pub is_ceiling: bool,
}

/// Holds the value of a cell as a workbook calculates with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellValue {
    Text,
    Whole(i64),
    /// Numerator and denominator, shown of a hundred.
    Share(i64, i64),
    Decimal(FixedDecimal),
    Day(Date),
    /// A duration.
    Minutes(i64),
}

impl ReportCell {
    /// Makes a cell of text.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: CellValue::Text, sign: "", note: None, limit: None }
    }

    /// Makes a cell of a whole number, with dots between thousands.
    pub fn from_count(number: i64) -> Self {
        Self { value: CellValue::Whole(number), ..Self::from_text(format_thousands(number)) }
    }

    /// Makes a cell of an unsigned number.
    pub fn from_usize(number: usize) -> Self {
        Self::from_count(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Makes a cell of a decimal number; a dash for `None`.
    pub fn from_decimal(number: Option<FixedDecimal>) -> Self {
        number.map_or_else(
            || Self::from_text("–"),
            |number| Self {
                value: CellValue::Decimal(number),
                ..Self::from_text(number.to_vietnamese())
            },
        )
    }

    /// What a metric says; a dash where there is nothing.
    pub fn from_measure(unit: MeasureUnit, measure: Option<Measure>) -> Self {
        let told = measure.and_then(|measure| Some((measure, measure.to_vietnamese(unit)?)));
        let Some((measure, text)) = told else {
            return Self::from_text("–");
        };
        let value = match measure.denominator {
            None => CellValue::Whole(measure.numerator),
            Some(denominator) if unit.is_of_hundred() => {
                CellValue::Share(measure.numerator, denominator)
            }
            Some(_) => measure.value(unit).map_or(CellValue::Text, CellValue::Decimal),
        };
        Self { value, ..Self::from_text(text) }
    }

    /// The day of a local civil time; a dash where there is none.
    pub fn from_day(time: Option<DateTime>) -> Self {
        time.map_or_else(|| Self::from_text("–"), |time| Self::date(time.date()))
    }

    /// Makes a cell of a duration, as it is said; `None` of one that nobody knows.
    pub fn from_minutes(text: impl Into<String>, minutes: Option<i64>) -> Self {
        Self { value: minutes.map_or(CellValue::Text, CellValue::Minutes), ..Self::from_text(text) }
    }

    /// Makes a cell of a day.
    pub fn date(day: Date) -> Self {
        Self { value: CellValue::Day(day), ..Self::from_text(format_day(day)) }
    }

    /// Marked for what is no number under a limit: what is not done, what could not be read.
    #[must_use]
    pub fn mark_bad(self, is_bad: bool) -> Self {
        Self { sign: if is_bad { "▼" } else { "" }, ..self }
    }

    /// Puts a sign before the text where the verdict is a missed target.
    #[must_use]
    pub fn with_verdict(self, verdict: Verdict) -> Self {
        let sign = Some(verdict).filter(|it| it.is_missed()).and_then(verdict_sign);
        Self { sign: sign.unwrap_or_default(), ..self }
    }

    /// Sets the note behind the text; `None` removes it.
    #[must_use]
    pub fn with_note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }

    /// Told of a unit, strictly beyond this or not.
    #[must_use]
    pub fn with_limit(self, judge: VerdictRule, limit: Option<Threshold>) -> Self {
        let number = |limit: Threshold| {
            let share = limit.as_share();
            let of_hundred = judge.unit.is_of_hundred().then_some(share.denominator).flatten();
            let value = of_hundred
                .map_or_else(|| limit.to_f64(), |of| to_float(share.numerator) / to_float(of));
            CellLimit { value, is_ceiling: judge.better == BetterDirection::Lower }
        };
        Self { limit: limit.map(number), ..self }
    }

    /// Tells whether the cell carries a sign of something wrong.
    pub fn is_bad(&self) -> bool {
        !self.sign.is_empty()
    }

    /// As it is printed, with the sign of what is wrong and what is noted of it.
    pub fn shown(&self) -> String {
        let sign = if self.is_bad() { format!("{}\u{a0}", self.sign) } else { String::new() };
        // In a narrow column the note is a line of its own.
        let unbroken = |note: &String| format!(" ({})", note.replace(' ', "\u{a0}"));
        let note = self.note.as_ref().map_or(String::new(), unbroken);
        format!("{sign}{}{note}", self.text)
    }

    /// Tells whether the cell is aligned as a number; a dash is one.
    pub fn is_number(&self) -> bool {
        self.value != CellValue::Text || self.text == "–"
    }
}

/// Converts a count to a float, as workbooks calculate with it.
#[expect(
    clippy::cast_precision_loss,
    reason = "a workbook counts in floats; counts of dossiers fit"
)]
pub fn to_float(number: i64) -> f64 {
    number as f64
}
