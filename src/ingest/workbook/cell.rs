//! A cell as text.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

use crate::ingest::digits;

/// Days as `yyyy-MM-dd HH:mm:ss`, numbers with a decimal comma, errors as they are shown (`#N/A`).
pub fn borrowed(value: &DataRef) -> Option<String> {
    match value {
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Some(text.clone())
        }
        DataRef::Int(number) => Some(number.to_string()),
        DataRef::Float(value) => Some(number(*value)),
        DataRef::Bool(yes) => Some(yes.to_string()),
        DataRef::DateTime(day) => Some(moment(day)),
        DataRef::Error(error) => Some(shown(error)),
        DataRef::Empty => None,
    }
}

pub fn owned(value: &Data) -> Option<String> {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Some(text.clone())
        }
        Data::Int(number) => Some(number.to_string()),
        Data::Float(value) => Some(number(*value)),
        Data::Bool(yes) => Some(yes.to_string()),
        Data::DateTime(day) => Some(moment(day)),
        Data::Error(error) => Some(shown(error)),
        Data::Empty => None,
    }
}

pub fn number(value: f64) -> String {
    digits::of_spreadsheet(value)
}

fn moment(day: &ExcelDateTime) -> String {
    let (year, month, date, hour, minute, second, milli) = day.to_ymd_hms_milli();
    let rounded = |second: u8| {
        if milli >= 500 && second < 59 { second + 1 } else { second }
    };
    let second = rounded(second);
    format!("{year:04}-{month:02}-{date:02} {hour:02}:{minute:02}:{second:02}")
}

fn shown(error: &CellErrorType) -> String {
    error.to_string()
}
