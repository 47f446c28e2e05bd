//! Which connector reads an export, and the decoder for its format.

use std::{fs::File, io::Read, path::Path};

use super::{IngestError, delimited, json, xlsx};
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
}

/// Reads an export with one of the connectors that fits its headings. `scratch` takes temporary files.
pub fn decode<'a>(
    path: &Path,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
    let format = sniff(path)?;
    let fitting: Vec<&Connector> = connectors
        .iter()
        .copied()
        .filter(|connector| connector.reads(format))
        .collect();
    if fitting.is_empty() {
        let ids: Vec<&str> = connectors
            .iter()
            .map(|connector| connector.id.as_str())
            .collect();
        let problem = format!(
            "the file is {}, which {} does not read",
            format.name(),
            ids.join(", ")
        );
        return Err(IngestError::malformed(
            format!("`{}`", path.display()),
            problem,
            "leave out `--connector`",
        ));
    }
    match format {
        Format::Csv => delimited::decode(path, &fitting, scratch),
        Format::Xlsx => xlsx::decode(path, &fitting, scratch),
        Format::Json => json::decode(path, &fitting, scratch),
    }
}

/// The format by the first bytes; the name's ending often lies.
fn sniff(path: &Path) -> Result<Format, IngestError> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(4096).read_to_end(&mut head))
        .map_err(IngestError::unreadable(path))?;
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    match (head.get(..4), first) {
        (_, None) => Err(IngestError::Empty {
            path: path.display().to_string(),
        }),
        (Some(b"PK\x03\x04"), _) => Ok(Format::Xlsx),
        (_, Some(b'[' | b'{')) => Ok(Format::Json),
        (_, Some(_)) => Ok(Format::Csv),
    }
}

/// The one connector that finds the most of its columns; `found` are the candidates with their number of columns.
pub fn choose<'a, T>(
    path: &Path,
    mut found: Vec<(&'a Connector, usize, T)>,
    headings: &[String],
    tried: &[&'a Connector],
) -> Result<(&'a Connector, T), IngestError> {
    let most = found.iter().map(|(_, columns, _)| *columns).max();
    found.retain(|(_, columns, _)| Some(*columns) == most);
    if found.len() > 1 {
        let names: Vec<&str> = found
            .iter()
            .map(|(connector, ..)| connector.id.as_str())
            .collect();
        return Err(IngestError::Ambiguous {
            path: path.display().to_string(),
            connectors: names.join(", "),
        });
    }
    match found.pop() {
        Some((connector, _, found)) => Ok((connector, found)),
        None => Err(unrecognised(path, headings, tried)),
    }
}

fn unrecognised(path: &Path, headings: &[String], tried: &[&Connector]) -> IngestError {
    // A row with long numbers in it is data: it may name a person, and is not repeated.
    let is_data = |text: &String| text.chars().filter(char::is_ascii_digit).count() > 3;
    let headings = if headings.iter().any(is_data) {
        &[]
    } else {
        headings
    };
    let shown: Vec<String> = headings
        .iter()
        .take(12)
        .map(|heading| format!("`{heading}`"))
        .collect();
    let hint = match tried {
        [one] => format!("`{}` needs the columns {}", one.id, required(one)),
        many => {
            let names: Vec<&str> = many.iter().map(|connector| connector.id.as_str()).collect();
            format!(
                "tried: {}; add the headings as aliases to a connector, or write one",
                names.join(", ")
            )
        }
    };
    IngestError::Unrecognised {
        path: path.display().to_string(),
        headings: if shown.is_empty() {
            "none found".into()
        } else {
            shown.join(", ")
        },
        hint,
    }
}

fn required(connector: &Connector) -> String {
    let names: Vec<String> = connector
        .columns
        .iter()
        .filter(|column| column.required)
        .map(|column| format!("`{}`", column.heading))
        .collect();
    names.join(", ")
}
