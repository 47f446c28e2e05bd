//! The columns of a metric's tables.

use super::{answer::TableAnswer, metric_values::PartsBody};
use crate::view::answers::{
    AnswerRow, CompareBody, ComparedRow, PartRow, SeriesBody, SeriesRow, ValuesBody,
};

impl TableAnswer for ValuesBody {
    type Row = AnswerRow;

    const COLUMNS: &[&str] = &[
        "agency_code",
        "agency_name",
        "numerator",
        "denominator",
        "value",
        "reason",
        "is_few",
        "is_withheld",
        "verdict",
        "reported_numerator",
        "reported_denominator",
    ];

    fn rows(&self) -> &[AnswerRow] {
        &self.rows
    }
}

impl TableAnswer for PartsBody {
    type Row = PartRow;

    const COLUMNS: &[&str] =
        &["code", "name", "numerator", "denominator", "value", "reason", "gain", "is_withheld"];

    fn rows(&self) -> &[PartRow] {
        &self.rows
    }
}

impl TableAnswer for SeriesBody {
    type Row = SeriesRow;

    const COLUMNS: &[&str] = &[
        "period",
        "start",
        "end",
        "numerator",
        "denominator",
        "value",
        "reason",
        "is_unfinished",
        "misses_beginning",
    ];

    fn rows(&self) -> &[SeriesRow] {
        &self.rows
    }
}

impl TableAnswer for CompareBody {
    type Row = ComparedRow;

    const COLUMNS: &[&str] = &[
        "agency_code",
        "agency_name",
        "ours.numerator",
        "ours.denominator",
        "ours.value",
        "ours.reason",
        "published.numerator",
        "published.denominator",
        "published.value",
        "published.reason",
        "before.numerator",
        "before.denominator",
        "before.value",
        "before.reason",
        "year_before.numerator",
        "year_before.denominator",
        "year_before.value",
        "year_before.reason",
        "difference",
        "ours.is_unfinished",
        "ours.misses_beginning",
        "before.is_unfinished",
        "before.misses_beginning",
        "year_before.is_unfinished",
        "year_before.misses_beginning",
    ];

    fn rows(&self) -> &[ComparedRow] {
        &self.rows
    }
}
