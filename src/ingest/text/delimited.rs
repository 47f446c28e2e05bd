//! CSV and its kin: which encoding, which delimiter, where the heading is.

use std::io::Read;

use super::{
    super::{
        IngestError,
        choose::{Found, choose, not_ambiguous},
        decode::Decoded,
        export::{Export, Unnamed},
        table::header::{Heading, Searched},
    },
    encoding::{Encoding, LineFeeds, candidates},
    head::{Head, line_breaks},
    rewrite::rewrite,
};
use crate::{
    catalog::connector::Connector,
    domain::extract::{Extract, RowNumbers},
};

const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough for the title rows and the heading of any export seen.
const HEAD_BYTES: u64 = 256 * 1024;

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
    scratch: &std::path::Path,
) -> Result<Decoded<'a>, IngestError> {
    let (mut found, mut widest) = (Vec::<Found<(Heading, &Reading)>>::new(), Vec::new());
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
        let row = reading.head.widest();
        if let Some(row) = row.filter(|row| row.len() > widest.len()) {
            widest = row.iter().flatten().cloned().collect();
        }
    }
    not_ambiguous(&found, ambiguous)?;
    let (connector, (heading, reading)) = choose(export, found, &widest, connectors)?;
    let (extract, unreadable) = extracted(export, &heading, reading, scratch)?;
    Ok(Decoded {
        connector,
        extract,
        title: heading.title,
        ignored_headings: heading.ignored,
        unreadable,
        ignored_sheets: Vec::new(),
        passed: Vec::new(),
        shortfall: None,
        days_from_1904: false,
    })
}

/// The table of an export: where it lies, or read row by row into a file of its own.
fn extracted(
    export: &Export,
    heading: &Heading,
    reading: &Reading,
    scratch: &std::path::Path,
) -> Result<super::rewrite::Rewritten, IngestError> {
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
            return Ok((extract, Vec::new()));
        }
        return rewrite(export, &extract, scratch);
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
    rewrite(&export.holding(text), &extract, scratch)
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
