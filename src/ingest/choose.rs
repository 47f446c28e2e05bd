//! Which of the connectors that fit an export reads it.

use super::{Export, IngestError};
use crate::catalog::connector::Connector;

/// A connector that fits, the number of columns it found, and where.
pub type Found<'a, T> = (&'a Connector, usize, T);

/// The one connector that finds the most of its columns; of several, the one the office wrote.
pub fn choose<'a, T>(
    export: &Export,
    mut found: Vec<Found<'a, T>>,
    headings: &[String],
    tried: &[&'a Connector],
) -> Result<(&'a Connector, T), IngestError> {
    let most = found.iter().map(|(_, columns, _)| *columns).max();
    found.retain(|(_, columns, _)| Some(*columns) == most);
    if found.iter().any(|(connector, ..)| connector.is_own) {
        found.retain(|(connector, ..)| connector.is_own);
    }
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

/// A connector that could take one heading for two columns stops the export, unless the office's own connector fits.
pub fn not_ambiguous<T>(
    found: &[Found<T>],
    ambiguous: Option<IngestError>,
) -> Result<(), IngestError> {
    match ambiguous {
        Some(error) if !found.iter().any(|(connector, ..)| connector.is_own) => Err(error),
        _ => Ok(()),
    }
}

/// Letters of an unknown heading that are said.
const LONGEST_HEADING: usize = 60;

fn unrecognised(export: &Export, headings: &[String], tried: &[&Connector]) -> IngestError {
    // A row with long numbers in it is data: it may name a person, and is not repeated.
    let is_data = |text: &String| text.chars().filter(char::is_ascii_digit).count() > 3;
    let headings = if headings.iter().any(is_data) { &[] } else { headings };
    let shown: Vec<String> = (headings.iter().take(12))
        .map(|heading| match heading.char_indices().nth(LONGEST_HEADING) {
            Some((end, _)) => format!("`{}…`", &heading[..end]),
            None => format!("`{heading}`"),
        })
        .collect();
    let hint = match tried {
        [one] => format!("`{}` needs the columns {}", one.id, required(one)),
        _ => "add the headings as aliases to a connector, or write one: `motcua connector new ID --from FILE`".into(),
    };
    IngestError::Unrecognised {
        path: export.shown.clone(),
        headings: if shown.is_empty() { "none found".into() } else { shown.join(", ") },
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
