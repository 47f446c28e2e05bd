//! A delimited text read row by row, where the engine cannot read it in place.

use std::{
    borrow::Cow,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

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
    let length = export.bytes_len()?;
    let (is_open, mut was_whole) = (is_open_ended(export, length)?, false);
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
        let is_short = record.len() < extract.width;
        if is_short && was_whole && is_open && records.is_at_end(length) {
            refuse("cut_row");
            continue;
        }
        was_whole = !is_short;
        let cells: Option<Vec<Cow<str>>> = (extract.fields.iter())
            .map(|field| text(record.get(field.position).unwrap_or_default()))
            .collect();
        match cells {
            Some(cells) if !surplus => {
                let cells = cells.iter().map(|cell| Some(&**cell));
                written.row("", row, cells).map_err(failed)?;
            }
            Some(_) => refuse("too_many_columns"),
            None => refuse("not_utf8"),
        }
    }
    let names = extract.fields.iter().map(|field| field.name.clone());
    Ok((written.extract(names)?, unreadable))
}

/// Whether nothing ends the last line.
fn is_open_ended(export: &Export, length: u64) -> Result<bool, IngestError> {
    let mut last = Vec::new();
    let mut input = export.open()?;
    input
        .seek(SeekFrom::Start(length.saturating_sub(1)))
        .and_then(|_| input.read_to_end(&mut last))
        .map_err(export.unreadable())?;
    Ok(!last.ends_with(b"\n"))
}

/// A cell, if all of it could be read; without zeros, and without the mark of UTF-8 that files put behind one another keep.
fn text(cell: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(cell)
        .ok()
        .filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))?;
    let text = text.trim_start_matches('\u{FEFF}');
    Some(if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) })
}
