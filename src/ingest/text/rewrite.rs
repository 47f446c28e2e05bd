//! A delimited text read row by row, where the engine cannot read it in place.

use std::{
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use super::{
    super::{
        ExportProblem, IngestError,
        decoded::DecodeNotes,
        export::Export,
        table::{
            HeaderCells, SheetRow, TableReader, TableStart, header::TableHeading,
            temp_rows::TempRows,
        },
    },
    head::line_breaks,
    lines::LineFollower,
    records::TextRecords,
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    domain::{extract::TextExtract, source::UnreadableRow},
};

/// What is known of the table in a text.
#[derive(Clone, Copy)]
pub struct TextTable<'a> {
    pub connector: &'a Connector,
    pub layout: &'a LayoutRules,
    pub heading: &'a TableHeading,
}

/// A new extract, and what is not in it.
pub struct RewrittenExtract {
    pub extract: TextExtract,
    pub unreadable: Vec<UnreadableRow>,
    pub beside: DecodeNotes,
    /// Headings nobody claims, of every table.
    pub ignored: Vec<String>,
}

/// Reads an extract that the engine cannot, row by row: what can be read goes to a new extract, the rest is listed.
pub fn rewrite_extract(
    export: &Export,
    extract: &TextExtract,
    table: TextTable,
    scratch: &Path,
) -> Result<RewrittenExtract, IngestError> {
    let from = |source| export.unreadable_error()(source);
    let failed = |error: csv::Error| record_error(export, &error);
    let mut records = TextRecords::open_records(export, extract).map_err(from)?;
    let written = TempRows::begin_file(export, scratch)?;
    let mut walk = TableReader::new(export, table.connector, table.layout, written, true);
    walk.begin_sheet(TableStart { under: Some(table.heading.clone()), ..TableStart::default() });
    let mut lines = LineFollower::from_start(export.open_bytes()?);
    let mut inner_lines = 0;
    let length = export.bytes_len()?;
    let (is_open, mut was_whole) = (is_open_ended(export, length)?, false);
    while let Some((start, record)) = records.next_record().map_err(failed)? {
        let line = lines.line_at(start).map_err(from)?;
        let number = line - inner_lines;
        let is_title = line <= extract.skipped_lines;
        let record = match record {
            Some(record) if is_title || !records.has_swallowed(&record, start).map_err(from)? => {
                record
            }
            _ => {
                walk.unreadable.push(UnreadableRow::from_reason(number, "open_quote"));
                let next = lines.skip_line().map_err(from)?;
                records.restart_at(next).map_err(from)?;
                continue;
            }
        };
        inner_lines += line_breaks(record.as_slice());
        if is_title {
            continue;
        }
        let is_short = record.len() < extract.width;
        if is_short && was_whole && is_open && records.is_at_end(length) {
            walk.unreadable.push(UnreadableRow::from_reason(number, "cut_row"));
            continue;
        }
        was_whole = !is_short;
        let cells: HeaderCells = record.iter().map(cell_text).collect();
        walk.push_row(SheetRow { number, cells: &cells, carried: &[] })?;
    }
    walk.end_sheet()?;
    let ignored = std::mem::take(&mut walk.ignored);
    let (extract, beside, unreadable) = walk.finish_extract()?;
    Ok(RewrittenExtract { extract, unreadable, beside, ignored })
}

/// Why no record could be read, as the user is told.
fn record_error(export: &Export, error: &csv::Error) -> IngestError {
    match error.kind() {
        csv::ErrorKind::Io(io) => TempRows::write_error(export, io),
        _ => export.malformed_error(ExportProblem::Unwritten { told: error.to_string() }),
    }
}

/// Whether nothing ends the last line.
fn is_open_ended(export: &Export, length: u64) -> Result<bool, IngestError> {
    let mut last = Vec::new();
    let mut input = export.open_bytes()?;
    input
        .seek(SeekFrom::Start(length.saturating_sub(1)))
        .and_then(|_| input.read_to_end(&mut last))
        .map_err(export.unreadable_error())?;
    Ok(!last.ends_with(b"\n"))
}

/// A cell, without zeros, and without the mark of UTF-8 that files put behind one another keep; what of it cannot be read is
/// marked, and refused where it is kept.
fn cell_text(cell: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(cell);
    let text = text.trim_start_matches('\u{FEFF}').replace('\0', "");
    (!text.is_empty()).then_some(text)
}
