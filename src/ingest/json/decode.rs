//! JSON: an array of records, alone or in an envelope. Only the named values leave a record.

use std::path::Path;

use serde_json::Value;

use super::records::{Flow, Stop, each_document, each_record};
use crate::{
    catalog::connector::{Column, Connector},
    domain::source::UnreadableRow,
    ingest::{
        Export, IngestError,
        choose::choose,
        decode::Decoded,
        digits,
        export::Unnamed,
        table::{header::Near, scratch::Scratch},
        text::encoding::{Encoding, guess},
    },
};

/// Records whose keys are looked at to recognise the connector: the first may lack some.
const SAMPLED: u64 = 20;
/// A record a line is shorter than this.
const FIRST_LINE: u64 = 256 << 10;

pub fn decode<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
    let export = &in_utf8(export)?;
    let lines = Lines::of(&export.head(FIRST_LINE)?);
    let (mut found, mut seen) = (Vec::new(), Vec::new());
    for connector in connectors {
        for pointer in &connector.records {
            let keys = sample_keys(export, pointer, lines)?;
            let has = |column: &Column| keys.iter().any(|key| key == root(column));
            let columns = connector.columns.iter().filter(|column| has(column)).count();
            if !keys.is_empty()
                && connector.columns.iter().all(|column| !column.required || has(column))
            {
                found.push((*connector, columns, (pointer.clone(), keys)));
                break;
            }
            if keys.len() > seen.len() {
                seen = keys;
            }
        }
    }
    if found.is_empty() && seen.is_empty() {
        return Err(export.malformed(
            "no records were found in it",
            "an empty answer holds nothing to take in; if it is not empty, say where its records are: `records` of the connector",
        ));
    }
    let near = |connector: &Connector| nearest(&seen, connector);
    let (connector, (pointer, keys)) = choose(export, found, &near, connectors)?;
    let mut written = Scratch::begin(export, scratch)?;
    let mut unreadable = Vec::new();
    read(export, &pointer, lines, &mut |number, record| {
        let cells: Vec<Option<String>> =
            connector.columns.iter().map(|column| pick(record, column)).collect();
        if cells.iter().all(Option::is_none) {
            unreadable.push(UnreadableRow::of(number, "empty_record"));
        }
        written.row("", number, cells.iter().map(Option::as_deref)).map_err(Stop::Write)?;
        Ok(Flow::On)
    })?;
    let ignored_headings = keys
        .into_iter()
        .filter(|key| !connector.columns.iter().any(|column| root(column) == key))
        .collect();
    let names = connector.columns.iter().map(|column| column.heading.clone());
    Ok(Decoded {
        connector,
        extract: written.extract(names)?,
        title: String::new(),
        ignored_headings,
        unreadable,
        ignored_sheets: Vec::new(),
        passed: Vec::new(),
        lines: Vec::new(),
        shortfall: None,
        heading: None,
        days_from_1904: false,
        full_sheets: Vec::new(),
        hidden_rows: 0,
    })
}

/// How near a connector comes to records with these keys.
fn nearest(keys: &[String], connector: &Connector) -> Near {
    let has = |column: &&Column| keys.iter().any(|key| key == root(column));
    let columns = || connector.columns.iter();
    let missing = columns().filter(|column| column.required && !has(column));
    let is_known = |key: &&String| columns().any(|column| root(column) == *key);
    Near {
        found: columns().filter(has).count(),
        missing: missing.map(|column| column.heading.clone()).collect(),
        unknown: keys.iter().filter(|key| !is_known(key)).cloned().collect(),
    }
}

/// Where records are in an answer nobody has described yet, and their keys.
pub fn keys(export: &Export) -> Result<(String, Vec<String>), IngestError> {
    let export = &in_utf8(export)?;
    let lines = Lines::of(&export.head(FIRST_LINE)?);
    let mut best = (String::new(), Vec::new());
    for pointer in [
        "",
        "/data",
        "/data/items",
        "/data/content",
        "/data/children",
        "/content",
        "/items",
        "/rows",
    ] {
        let keys = sample_keys(export, pointer, lines)?;
        if keys.len() > best.1.len() {
            best = (pointer.to_owned(), keys);
        }
    }
    Ok(best)
}

/// The keys of the first records, in the order they appear.
fn sample_keys(export: &Export, pointer: &str, lines: Lines) -> Result<Vec<String>, IngestError> {
    let mut keys: Vec<String> = Vec::new();
    read(export, pointer, lines, &mut |number, record| {
        for key in record.as_object().into_iter().flat_map(serde_json::Map::keys) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        Ok(if number < SAMPLED { Flow::On } else { Flow::Enough })
    })?;
    Ok(keys)
}

fn read(
    export: &Export,
    pointer: &str,
    lines: Lines,
    visit: &mut dyn FnMut(u64, &Value) -> Result<Flow, Stop>,
) -> Result<(), IngestError> {
    let hint = "the file may be cut short; save the answer again";
    // Of records a line, none stands under a key; a document of one line may be an envelope or a record.
    let done = match (lines, pointer) {
        (Lines::One | Lines::Many, "") => each_document(export.open()?, visit),
        (Lines::Many, _) => Ok(()),
        (Lines::None | Lines::One, _) => each_record(export.open()?, pointer, visit),
    };
    done.map_err(|stop| match stop {
        Stop::Write(error) => Scratch::refused(export, &error),
        stop @ Stop::Json(_) => export.malformed(stop, hint),
    })
}

/// Lines that are an object each: none, one, or several.
#[derive(Clone, Copy)]
enum Lines {
    None,
    One,
    Many,
}

impl Lines {
    fn of(head: &[u8]) -> Self {
        let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
        let next = head[end..].iter().find(|byte| !byte.is_ascii_whitespace());
        let first = serde_json::from_slice::<Value>(&head[..end]);
        match next {
            _ if !first.is_ok_and(|value| value.is_object()) => Self::None,
            None => Self::One,
            Some(b'{') => Self::Many,
            Some(_) => Self::None,
        }
    }
}

/// The same text as UTF-8 without a mark before it.
fn in_utf8(export: &Export) -> Result<Export, IngestError> {
    let head = export.head(4)?;
    let encoding = guess(&head);
    if encoding == Encoding::Utf8 && !head.starts_with(b"\xEF\xBB\xBF") {
        return Ok(export.clone());
    }
    let (text, _) = Unnamed::filled(|out| encoding.transcode(export.bytes.open()?, out))
        .map_err(export.unreadable())?;
    Ok(export.holding(text))
}

/// The outermost key a column is under.
fn root(column: &Column) -> &str {
    let path = column.path.as_deref().unwrap_or(&column.heading);
    path.split(['.', '[']).next().unwrap_or(path)
}

/// A column's value as text; what is under `[*]` becomes a JSON array of texts, with null where a record lacks it.
fn pick(record: &Value, column: &Column) -> Option<String> {
    let Some(path) = &column.path else {
        return record.get(&column.heading).and_then(text);
    };
    match path.split_once("[*].") {
        None => path.split('.').try_fold(record, |value, key| value.get(key)).and_then(text),
        Some((list, key)) => {
            let items =
                list.split('.').try_fold(record, |value, key| value.get(key))?.as_array()?;
            let texts: Vec<Value> = items
                .iter()
                .map(|item| item.get(key).and_then(text).map_or(Value::Null, Value::String))
                .collect();
            Some(Value::Array(texts).to_string())
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(digits::of_program(number)),
        Value::Bool(yes) => Some(yes.to_string()),
        // What is inside of a list or an object has names of its own, and only named values are kept.
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::plain("TenTTHC", None, Some("Đăng ký khai sinh"))]
    #[case::number("So", None, Some("7"))]
    #[case::null("Rong", None, None)]
    #[case::inner("Ten", Some("DonVi.Ten"), Some("An Sơn"))]
    #[case::list("Gia", Some("Phi[*].Gia"), Some(r#"["8000",null,"0"]"#))]
    #[case::no_list("Gia", Some("Khac[*].Gia"), None)]
    fn only_the_named_value_is_picked(
        #[case] heading: &str,
        #[case] path: Option<&str>,
        #[case] value: Option<&str>,
    ) {
        let record = json!({
            "TenTTHC": "Đăng ký khai sinh", "So": 7, "Rong": null, "DonVi": {"Ten": "An Sơn", "DienThoai": "x"},
            "Phi": [{"Gia": 8000}, {}, {"Gia": "0"}],
        });
        let mut column: Column =
            toml::from_str(&format!("heading = '{heading}'")).expect("a column");
        column.path = path.map(Into::into);
        assert_eq!(pick(&record, &column).as_deref(), value);
    }
}
