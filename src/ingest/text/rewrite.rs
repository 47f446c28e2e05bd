//! A delimited text read row by row, where the engine cannot read it in place.

use std::path::Path;

use super::{
    super::{IngestError, export::Export, table::scratch::Scratch},
    head::{line_breaks, reader},
    lines::Lines,
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
    let mut reader = reader(export.open()?, ascii(extract.delimiter));
    let mut written = Scratch::begin(scratch)?;
    let failed = |error: csv::Error| export.malformed(error, "free some disk space");
    let mut lines = Lines::of(export.open()?);
    let (mut record, mut unreadable, mut inner_lines) = (csv::ByteRecord::new(), Vec::new(), 0);
    while reader.read_byte_record(&mut record).map_err(failed)? {
        let line = lines
            .at(record.position().map_or(0, csv::Position::byte))
            .map_err(from)?;
        let row = line - inner_lines;
        if line <= extract.skipped_lines {
            inner_lines += line_breaks(record.as_slice());
            continue;
        }
        if has_swallowed(&record, extract) {
            unreadable.push(UnreadableRow {
                row,
                reason: "open_quote".into(),
            });
            let mut next = csv::Position::new();
            next.set_byte(lines.pass().map_err(from)?);
            reader.seek(next).map_err(failed)?;
            continue;
        }
        inner_lines += line_breaks(record.as_slice());
        let surplus = record
            .iter()
            .skip(extract.width)
            .any(|cell| !cell.is_empty());
        let cells: Option<Vec<&str>> = (extract.fields.iter())
            .map(|field| text(record.get(field.position).unwrap_or_default()))
            .collect();
        match cells {
            Some(cells) if !surplus => {
                written
                    .row("", row, cells.into_iter().map(Some))
                    .map_err(failed)?;
            }
            Some(_) => unreadable.push(UnreadableRow {
                row,
                reason: "too_many_columns".into(),
            }),
            None => unreadable.push(UnreadableRow {
                row,
                reason: "not_utf8".into(),
            }),
        }
    }
    let names = extract.fields.iter().map(|field| field.name.clone());
    Ok((written.extract(names)?, unreadable))
}

/// A cell, if all of it could be read.
fn text(cell: &[u8]) -> Option<&str> {
    std::str::from_utf8(cell)
        .ok()
        .filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
}

/// Whether a quote that nobody closed has taken the lines behind it into its cell.
fn has_swallowed(record: &csv::ByteRecord, extract: &Extract) -> bool {
    let delimiter = ascii(extract.delimiter);
    let holds_a_row = |cell: &[u8]| {
        line_breaks(cell) > 0 && memchr::memchr_iter(delimiter, cell).count() + 1 >= extract.width
    };
    let is_uneven = line_breaks(record.as_slice()) > 0 && record.len() != extract.width;
    is_uneven || record.iter().any(holds_a_row)
}

fn ascii(delimiter: char) -> u8 {
    u8::try_from(delimiter).unwrap_or(b',')
}
