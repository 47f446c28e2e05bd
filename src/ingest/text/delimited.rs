//! CSV and its kin: which encoding, which delimiter, where the heading is.

use std::io::{Read, Seek, SeekFrom};

use super::{
    super::{
        IngestError,
        choose::{Found, choose, not_ambiguous},
        decode::{Beside, Decoded},
        export::{Export, Unnamed},
        table::header::{Cells, Heading, Near, SEARCHED_ROWS, Searched},
    },
    encoding::{Encoding, LineFeeds, candidates},
    head::{Head, line_breaks},
    rewrite::{Rewritten, Table, rewrite},
};
use crate::{
    catalog::{connector::Connector, layout::Layout},
    domain::extract::{Extract, RowNumbers},
};

const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough for the title rows and the heading of any export seen.
const HEAD_BYTES: u64 = 256 * 1024;
/// Enough for what stands below a table.
const TAIL_BYTES: u64 = 16 * 1024;

/// The first rows of a text, as they read in one encoding and split at one delimiter.
struct Reading {
    encoding: Encoding,
    /// Whether lines end in a lone CR.
    ends_in_cr: bool,
    delimiter: u8,
    head: Head,
    searched: Searched,
}

/// Every way the text may have to be read, likeliest encoding first.
fn readings(export: &Export) -> Result<Vec<Reading>, IngestError> {
    let bytes = export.head(HEAD_BYTES)?;
    let mut readings = Vec::new();
    for encoding in candidates(&bytes) {
        let (mut text, _) = encoding.decoded(&bytes);
        let ends_in_cr = text.contains('\r') && !text.contains('\n');
        if ends_in_cr {
            text = text.replace('\r', "\n");
        }
        readings.extend(DELIMITERS.map(|delimiter| {
            let head = Head::read(text.as_bytes(), delimiter);
            Reading { encoding, ends_in_cr, delimiter, searched: Searched::new(&head.rows), head }
        }));
    }
    Ok(readings)
}

/// The headings that could stand in the first rows, in every reading.
pub fn heads(export: &Export) -> Result<Vec<Searched>, IngestError> {
    let readings = readings(export)?.into_iter();
    Ok(readings.map(|reading| reading.searched).collect())
}

pub fn decode<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &Layout,
    scratch: &std::path::Path,
) -> Result<Decoded<'a>, IngestError> {
    let mut found = Vec::<Found<(Heading, &Reading)>>::new();
    let mut ambiguous = None;
    let readings = readings(export)?;
    for reading in &readings {
        let reads = |connector: &&&Connector| {
            connector.encoding.is_none_or(|named| named == reading.encoding)
        };
        for connector in connectors.iter().filter(reads) {
            let heading = match reading.searched.find(connector, &export.shown) {
                Ok(Some(heading)) => heading,
                Ok(None) => continue,
                Err(error) => {
                    ambiguous.get_or_insert(error);
                    continue;
                }
            };
            let columns = heading.fields.len();
            let fits = (*connector, columns, (heading, reading));
            // Where the heading reads alike in several encodings, the likeliest holds.
            match found.iter_mut().find(|(known, ..)| known.id == connector.id) {
                Some(known) if known.1 < columns => *known = fits,
                Some(_) => {}
                None => found.push(fits),
            }
        }
    }
    not_ambiguous(&found, ambiguous)?;
    let near = |connector: &Connector| nearest(&readings, connector);
    let (connector, (heading, reading)) = choose(export, found, &near, connectors)?;
    let table = Table { connector, layout, heading: &heading };
    let mut read = extracted(export, table, reading, scratch)?;
    read.beside.note_last(&reading.last_rows(export)?);
    Ok(Decoded {
        connector,
        extract: read.extract,
        title: heading.title.clone(),
        ignored_headings: heading.ignored.clone(),
        unreadable: read.unreadable,
        ignored_sheets: Vec::new(),
        passed: read.beside.passed,
        lines: read.beside.lines,
        shortfall: None,
        heading: Some(heading),
        days_from_1904: false,
        full_sheets: Vec::new(),
        hidden_rows: 0,
    })
}

/// How near a connector comes in the reading in which it finds most.
fn nearest(readings: &[Reading], connector: &Connector) -> Near {
    let nears = readings.iter().rev().map(|reading| reading.searched.nearest(connector));
    nears.max_by_key(|near| (near.found, near.unknown.len())).unwrap_or_default()
}

impl Reading {
    /// The last rows: what stands below a table is looked at even where the engine reads the rest.
    fn last_rows(&self, export: &Export) -> Result<Vec<Cells>, IngestError> {
        let length = export.bytes_len()?;
        let mut bytes = Vec::new();
        let mut input = export.open()?;
        let from = length.saturating_sub(TAIL_BYTES) & !1;
        input
            .seek(SeekFrom::Start(from))
            .and_then(|_| input.read_to_end(&mut bytes))
            .map_err(export.unreadable())?;
        let (text, _) = self.encoding.decoded(&bytes);
        let lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.skip(usize::from(from > 0)).collect();
        let delimiter = char::from(self.delimiter);
        let cells = |line: &&str| line.split(delimiter).map(cell_of).collect();
        Ok(lines.iter().rev().take(SEARCHED_ROWS).rev().map(cells).collect())
    }
}

fn cell_of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches('"').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The table of an export: where it lies, or read row by row into a file of its own.
fn extracted(
    export: &Export,
    table: Table,
    reading: &Reading,
    scratch: &std::path::Path,
) -> Result<Rewritten, IngestError> {
    let heading = table.heading;
    let (encoding, ends_in_cr) = (reading.encoding, reading.ends_in_cr);
    let (line, first) = reading.head.places[heading.data_from];
    let scan = Scan::of(export)?;
    let extract = Extract {
        path: export.path().cloned().unwrap_or_default(),
        delimiter: char::from(reading.delimiter),
        skipped_lines: line - 1,
        width: heading.width,
        fields: heading.fields.clone(),
        rows: RowNumbers::Lines { first, count: scan.lines.saturating_sub(line - 1) },
    };
    if encoding == Encoding::Utf8 && !ends_in_cr {
        if scan.is_composed && export.path().is_some() {
            return Ok(Rewritten {
                extract,
                unreadable: Vec::new(),
                beside: Beside::default(),
                ignored: Vec::new(),
            });
        }
        return rewrite(export, &extract, table, scratch);
    }
    let (text, _) = Unnamed::filled(|out| {
        let input = export.bytes.open()?;
        if ends_in_cr {
            encoding.transcode(input, &mut LineFeeds(out))
        } else {
            encoding.transcode(input, out)
        }
    })
    .map_err(export.unreadable())?;
    rewrite(&export.holding(text), &extract, table, scratch)
}

/// What reading a whole file once tells.
struct Scan {
    lines: u64,
    /// Whether no letter is written as a base and a mark apart (NFD).
    is_composed: bool,
}

impl Scan {
    fn of(export: &Export) -> Result<Self, IngestError> {
        let mut input = export.open()?;
        let (mut lines, mut last, mut is_composed) = (0, b'\n', true);
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = input.read(&mut buffer).map_err(export.unreadable())?;
            let Some(end) = buffer[..read].last() else {
                break;
            };
            last = *end;
            lines += line_breaks(&buffer[..read]);
            // In UTF-8 these two bytes begin the combining marks and stand nowhere else.
            is_composed &= memchr::memchr2(0xCC, 0xCD, &buffer[..read]).is_none();
        }
        Ok(Self { lines: lines + u64::from(last != b'\n'), is_composed })
    }
}
