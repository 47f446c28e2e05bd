//! A delimited text read row by row, where the engine cannot read it in place.

use std::path::Path;

use super::{
    super::{IngestError, export::Export, table::scratch::Scratch},
    head::line_breaks,
    lines::Lines,
    records::Records,
};
use crate::domain::{extract::Extract, source::UnreadableRow};

/// A new extract, and the rows that are not in it.
pub type Rewritten = (Extract, Vec<UnreadableRow>);

/// Reads an extract that the engine cannot, row by row: what can be read goes to a new extract, the rest is listed.
pub fn rewrite(
    export: &Export,
    extract: &Extract,
    scratch: &Path,
) -> Result<Rewritten, IngestError> {
    let from = |source| export.unreadable()(source);
    let failed = |error: csv::Error| Scratch::refused(export, &error);
    let mut records = Records::of(export, extract).map_err(from)?;
    let mut written = Scratch::begin(export, scratch)?;
    let mut lines = Lines::of(export.open()?);
    let (mut unreadable, mut inner_lines) = (Vec::new(), 0);
    while let Some((start, record)) = records.next().map_err(failed)? {
        let line = lines.at(start).map_err(from)?;
        let row = line - inner_lines;
        let mut refuse = |reason: &str| {
            unreadable.push(UnreadableRow::of(row, reason));
        };
        let is_title = line <= extract.skipped_lines;
        let record = match record {
            Some(record) if is_title || !records.has_swallowed(&record, start).map_err(from)? => {
                record
            }
            _ => {
                refuse("open_quote");
                let next = lines.pass().map_err(from)?;
                records.go_on_at(next).map_err(from)?;
                continue;
            }
        };
        inner_lines += line_breaks(record.as_slice());
        if is_title {
            continue;
        }
        let surplus = record.iter().skip(extract.width).any(|cell| !cell.is_empty());
        let cells: Option<Vec<&str>> = (extract.fields.iter())
            .map(|field| text(record.get(field.position).unwrap_or_default()))
            .collect();
        match cells {
            Some(cells) if !surplus => {
                written.row("", row, cells.into_iter().map(Some)).map_err(failed)?;
            }
            Some(_) => refuse("too_many_columns"),
            None => refuse("not_utf8"),
        }
    }
    let names = extract.fields.iter().map(|field| field.name.clone());
    Ok((written.extract(names)?, unreadable))
}

/// A cell, if all of it could be read.
fn text(cell: &[u8]) -> Option<&str> {
    std::str::from_utf8(cell).ok().filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
}
