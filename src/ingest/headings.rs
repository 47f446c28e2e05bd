//! The headings of an export nobody has described yet.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use super::{
    Export, ExportProblem, IngestError, decode_export, export::FileKind, json, text, workbook,
};
use crate::{
    catalog::connector::{Connector, SourceFormat, layout::LayoutRules},
    domain::name::private_text,
};

/// What a new connector would have to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownHeadings {
    pub format: SourceFormat,
    /// JSON: where the records are.
    pub records: Option<String>,
    pub names: Vec<String>,
}

/// The headings of the rows in which most are known to somebody. `is_known` is asked for keys of headings.
pub fn find_headings(
    export: &Export,
    kind: FileKind,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<UnknownHeadings, IngestError> {
    let format = kind.source_format();
    let heads = match format {
        SourceFormat::Json => {
            let (records, mut names) = json::record_keys(export)?;
            names.retain(|name| !private_text::is_data(name));
            return Ok(UnknownHeadings { format, records: Some(records), names });
        }
        SourceFormat::Csv => text::search_headings(export)?,
        SourceFormat::Workbook => workbook::search_headings(export, kind)?,
    };
    let found = heads.iter().rev().map(|head| head.most_known(is_known));
    let best = found.max_by_key(|(known, names)| (*known, names.len()));
    let names = best.map(|(_, names)| names).unwrap_or_default();
    if names.is_empty() {
        return Err(export.malformed_error(ExportProblem::NoHeading));
    }
    Ok(UnknownHeadings { format, records: None, names })
}
/// Rows that are looked at to tell what a column means.
const SAMPLED: usize = 200;

/// What stands under each heading in the first rows, read by a connector that takes them all; nothing where none could be read.
/// It is looked at and goes away with `scratch`.
pub fn sample_columns(
    (export, kind): (&Export, FileKind),
    headings: &UnknownHeadings,
    probe: &Connector,
    layout: &LayoutRules,
    scratch: &Path,
) -> Result<Vec<Vec<String>>, IngestError> {
    let extract = decode_export(export, kind, &[probe], layout, scratch)?.extract;
    let mut lines = BufReader::new(File::open(&extract.path).map_err(export.unreadable_error())?);
    for _ in 0..extract.skipped_lines {
        lines.read_until(b'\n', &mut Vec::new()).map_err(export.unreadable_error())?;
    }
    let delimiter = u8::try_from(extract.delimiter).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new();
    let rows = rows.delimiter(delimiter).has_headers(false).flexible(true).from_reader(lines);
    // What is no CSV ends the sample, and nothing else.
    let rows: Vec<_> = rows.into_byte_records().map_while(Result::ok).take(SAMPLED).collect();
    let column = |heading: &String| {
        let field = extract.fields.iter().find(|field| field.name == *heading);
        let cell = |row: &csv::ByteRecord| {
            let cell = field.and_then(|field| row.get(field.position));
            cell.map_or(String::new(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        rows.iter().map(cell).collect()
    };
    Ok(headings.names.iter().map(column).collect())
}
