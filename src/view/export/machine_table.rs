//! The cells of a table of the API, as a spreadsheet takes them.

use jiff::civil::{Date, DateTime};
use serde_json::Value;

use super::cell::ExportCell;
use crate::{catalog::connector::extra::extra_name, domain::decimal::FixedDecimal};

/// Endings of columns that hold days or local times.
const OF_DAYS: [&str; 6] = ["_at", "_on", "start", "end", "valid_from", "valid_to"];

/// The column that holds the metric's value: a share of a hundred where it is one.
const OF_VALUE: &str = "value";

/// Columns that hold other numbers.
const OF_NUMBERS: [&str; 4] = ["gain", "difference", "points", "max"];

/// Makes the cell of a column: what is a number or a day in it is one to a spreadsheet; a code stays a text. `is_share`: values are shares of a hundred.
pub fn typed_cell(column: &str, value: &Value, is_share: bool) -> ExportCell {
    // Whatever an office writes there is a text.
    if let (Some(_), Value::String(text)) = (extra_name(column), value) {
        return ExportCell::from(text.as_str());
    }
    let name = column.rsplit('.').next().unwrap_or(column);
    match value {
        Value::Null => ExportCell::from(""),
        Value::Number(number) if number.is_i64() => ExportCell::from_count(number.as_i64()),
        Value::String(text) => typed_text(name, text, is_share),
        other => ExportCell::from(other.to_string()),
    }
}

fn typed_text(name: &str, text: &str, is_share: bool) -> ExportCell {
    if OF_DAYS.iter().any(|ending| name.ends_with(ending)) {
        let time = text
            .replacen(' ', "T", 1)
            .parse::<DateTime>()
            .ok()
            .map(|time| ExportCell::from_time(Some(time)));
        let day = || text.parse::<Date>().ok().map(ExportCell::from_day);
        return time.or_else(day).unwrap_or_else(|| ExportCell::from(text));
    }
    let number = || text.parse::<FixedDecimal>().ok();
    if name == OF_VALUE && is_share {
        return number().map_or_else(|| ExportCell::from(text), ExportCell::from_percent);
    }
    if name == OF_VALUE || OF_NUMBERS.contains(&name) {
        return number().map_or_else(|| ExportCell::from(text), ExportCell::from_decimal);
    }
    ExportCell::from(text)
}
