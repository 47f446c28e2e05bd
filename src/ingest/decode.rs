//! Which connector reads an export, and the decoder for its format.

use std::path::Path;

use super::{Export, IngestError, export::Kind, json, text, workbook};
use crate::{
    catalog::connector::{Connector, Format},
    domain::{
        extract::Extract,
        source::{PassedRows, Shortfall, UnreadableRow},
    },
};

/// A decoded export, ready for the archive.
#[derive(Debug)]
pub struct Decoded<'a> {
    pub connector: &'a Connector,
    pub extract: Extract,
    /// What stands above the heading.
    pub title: String,
    pub ignored_headings: Vec<String>,
    /// Visible sheets with rows in them, and without the connector's headings.
    pub ignored_sheets: Vec<String>,
    pub unreadable: Vec<UnreadableRow>,
    /// Rows that were not read at all, and why.
    pub passed: Vec<PassedRows>,
    /// What it says of rows it does not hold.
    pub shortfall: Option<Shortfall>,
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
    let format = kind.format();
    let fitting: Vec<&Connector> =
        (connectors.iter().copied()).filter(|connector| connector.reads(format)).collect();
    if fitting.is_empty() {
        let ids: Vec<&str> = connectors.iter().map(|one| one.id.as_str()).collect();
        let problem =
            format!("the file is {}, which {} does not read", kind.name(), ids.join(", "));
        return Err(export.malformed(problem, "leave out `--connector`"));
    }
    match format {
        Format::Csv => text::decode(export, &fitting, scratch),
        Format::Json => json::decode(export, &fitting, scratch),
        Format::Workbook => workbook::decode(export, kind, &fitting, scratch),
    }
}
