//! A delimited text read row by row, where the engine cannot read it in place.

use std::path::Path;

use super::{
    super::{
        IngestError,
        decode::Beside,
        export::Export,
        table::{
            Begin, Row, Walk,
            header::{Cells, Heading},
            scratch::Scratch,
        },
    },
    head::line_breaks,
    lines::Lines,
    records::Records,
};
use crate::{
    catalog::{connector::Connector, layout::Layout},
    domain::{extract::Extract, source::UnreadableRow},
};

/// What is known of the table in a text.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    pub connector: &'a Connector,
    pub layout: &'a Layout,
    pub heading: &'a Heading,
}

/// A new extract, and what is not in it.
pub struct Rewritten {
    pub extract: Extract,
    pub unreadable: Vec<UnreadableRow>,
    pub beside: Beside,
    /// Headings nobody claims, of every table.
    pub ignored: Vec<String>,
}

/// Reads an extract that the engine cannot, row by row: what can be read goes to a new extract, the rest is listed.
pub fn rewrite(
    export: &Export,
    extract: &Extract,
    table: Table,
    scratch: &Path,
) -> Result<Rewritten, IngestError> {
    let from = |source| export.unreadable()(source);
    let failed = |error: csv::Error| Scratch::refused(export, &error);
    let mut records = Records::of(export, extract).map_err(from)?;
    let written = Scratch::begin(export, scratch)?;
    let mut walk = Walk::new(export, table.connector, table.layout, written, true);
    walk.begin(Begin { under: Some(table.heading.clone()), ..Begin::default() });
    let mut lines = Lines::of(export.open()?);
    let mut inner_lines = 0;
    while let Some((start, record)) = records.next().map_err(failed)? {
        let line = lines.at(start).map_err(from)?;
        let number = line - inner_lines;
        let is_title = line <= extract.skipped_lines;
        let record = match record {
            Some(record) if is_title || !records.has_swallowed(&record, start).map_err(from)? => {
                record
            }
            _ => {
                walk.unreadable.push(UnreadableRow::of(number, "open_quote"));
                let next = lines.pass().map_err(from)?;
                records.go_on_at(next).map_err(from)?;
                continue;
            }
        };
        inner_lines += line_breaks(record.as_slice());
        if !is_title {
            let cells: Cells = record.iter().map(text).collect();
            walk.row(Row { number, cells: &cells, carried: &[] })?;
        }
    }
    walk.end()?;
    let ignored = std::mem::take(&mut walk.ignored);
    let (extract, beside, unreadable) = walk.extract()?;
    Ok(Rewritten { extract, unreadable, beside, ignored })
}

/// A cell; what of it cannot be read is marked, and refused where it is kept.
fn text(cell: &[u8]) -> Option<String> {
    (!cell.is_empty()).then(|| String::from_utf8_lossy(cell).into_owned())
}
