//! Which connector reads an export, and the decoder for its format.

use std::path::Path;

use super::{Export, IngestError, export::Kind, json, text, workbook};
use crate::{
    catalog::connector::{Connector, Format},
    domain::{extract::Extract, source::UnreadableRow},
};

/// A decoded export, ready for the archive.
#[derive(Debug)]
pub struct Decoded<'a> {
    pub connector: &'a Connector,
    pub extract: Extract,
    /// What stands above the heading.
    pub title: String,
    pub ignored_headings: Vec<String>,
    pub unreadable: Vec<UnreadableRow>,
    /// Whether the workbook's day numbers begin in 1904, not in 1900.
    pub days_from_1904: bool,
}

/// Reads an export with one of the connectors that fits its headings. `scratch` takes temporary files.
pub fn decode<'a>(
    export: &Export,
    kind: Kind,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
    let format = match kind {
        Kind::Json => Format::Json,
        Kind::Text => Format::Csv,
        Kind::Xlsx | Kind::Xls | Kind::Ods | Kind::Html => Format::Workbook,
        Kind::Zip | Kind::Gzip => unreachable!("unpacked before"),
    };
    let fitting: Vec<&Connector> = (connectors.iter().copied())
        .filter(|connector| connector.reads(format))
        .collect();
    if fitting.is_empty() {
        let ids: Vec<&str> = connectors.iter().map(|one| one.id.as_str()).collect();
        let problem = format!(
            "the file is {}, which {} does not read",
            kind.name(),
            ids.join(", ")
        );
        return Err(export.malformed(problem, "leave out `--connector`"));
    }
    match format {
        Format::Csv => text::decode(export, &fitting, scratch),
        Format::Json => json::decode(export, &fitting, scratch),
        Format::Workbook => workbook::decode(export, kind, &fitting, scratch),
    }
}

/// A connector that fits, the number of columns it found, and where.
pub type Found<'a, T> = (&'a Connector, usize, T);

/// The one connector that finds the most of its columns.
pub fn choose<'a, T>(
    export: &Export,
    mut found: Vec<Found<'a, T>>,
    headings: &[String],
    tried: &[&'a Connector],
) -> Result<(&'a Connector, T), IngestError> {
    let most = found.iter().map(|(_, columns, _)| *columns).max();
    found.retain(|(_, columns, _)| Some(*columns) == most);
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|(one, ..)| one.id.as_str()).collect();
        return Err(IngestError::Ambiguous {
            path: export.shown.clone(),
            connectors: names.join(", "),
        });
    }
    match found.pop() {
        Some((connector, _, found)) => Ok((connector, found)),
        None => Err(unrecognised(export, headings, tried)),
    }
}

/// Letters of an unknown heading that are said.
const LONGEST_HEADING: usize = 60;

fn unrecognised(export: &Export, headings: &[String], tried: &[&Connector]) -> IngestError {
    // A row with long numbers in it is data: it may name a person, and is not repeated.
    let is_data = |text: &String| text.chars().filter(char::is_ascii_digit).count() > 3;
    let headings = if headings.iter().any(is_data) {
        &[]
    } else {
        headings
    };
    let shown: Vec<String> = (headings.iter().take(12))
        .map(
            |heading| match heading.char_indices().nth(LONGEST_HEADING) {
                Some((end, _)) => format!("`{}…`", &heading[..end]),
                None => format!("`{heading}`"),
            },
        )
        .collect();
    let hint = match tried {
        [one] => format!("`{}` needs the columns {}", one.id, required(one)),
        _ => "add the headings as aliases to a connector, or write one: `motcua connector new ID --from FILE`".into(),
    };
    IngestError::Unrecognised {
        path: export.shown.clone(),
        headings: if shown.is_empty() {
            "none found".into()
        } else {
            shown.join(", ")
        },
        hint,
    }
}

fn required(connector: &Connector) -> String {
    let names: Vec<String> = (connector.columns.iter())
        .filter(|column| column.required)
        .map(|column| format!("`{}`", column.heading))
        .collect();
    names.join(", ")
}
