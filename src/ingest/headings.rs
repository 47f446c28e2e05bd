//! The headings of an export nobody has described yet.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use super::{
    Export, ExportProblem, IngestError, decode_export, export::FileKind, json, text, workbook,
};
use crate::{
    catalog::connector::{Connector, SourceFormat, layout::LayoutRules},
    disk::RowReader,
    domain::{extract::TextExtract, name::private_text},
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
    let rows = first_rows(&extract).map_err(export.unreadable_error())?;
    let column = |heading: &String| {
        let field = extract.fields.iter().find(|field| field.name == *heading);
        let cell = |row: &Vec<String>| {
            field.and_then(|field| row.get(field.position)).cloned().unwrap_or_default()
        };
        rows.iter().map(cell).collect()
    };
    Ok(headings.names.iter().map(column).collect())
}

/// The first rows of an extract, however it is written.
fn first_rows(extract: &TextExtract) -> io::Result<Vec<Vec<String>>> {
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
    let mut input = BufReader::new(File::open(&extract.path)?);
    let mut rows = Vec::new();
    if extract.is_decoded() {
        let mut reader = RowReader::new(input);
        while rows.len() < SAMPLED
            && let Some(row) = reader.next_row()?
        {
            rows.push(row.map(text).collect());
        }
        return Ok(rows);
    }
    for _ in 0..extract.skipped_lines {
        input.read_until(b'\n', &mut Vec::new())?;
    }
    let delimiter = u8::try_from(extract.delimiter).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(delimiter).has_headers(false).flexible(true).from_reader(input);
    // What is no CSV ends the sample, and nothing else.
    let records = reader.into_byte_records().map_while(Result::ok).take(SAMPLED);
    rows.extend(records.map(|record| record.iter().map(text).collect()));
    Ok(rows)
}
