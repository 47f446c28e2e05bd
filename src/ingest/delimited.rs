//! CSV and its kin: read in place by the engine when clean, rewritten row by row when not.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use super::{
    IngestError,
    decode::{Decoded, choose, scratch_file},
    header::{self, Cells, Heading, SEARCHED_ROWS},
    lines::Lines,
};
use crate::{
    catalog::connector::Connector,
    domain::{
        extract::{Extract, Field, RowNumbers},
        source::UnreadableRow,
    },
};

const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough for the title rows and the heading of any export seen.
const HEAD_BYTES: u64 = 256 * 1024;
const BOM: &[u8] = b"\xEF\xBB\xBF";

struct Candidate {
    heading: Heading,
    delimiter: u8,
    head: Head,
}

pub fn decode<'a>(path: &Path, connectors: &[&'a Connector]) -> Result<Decoded<'a>, IngestError> {
    let bytes = read_head(path)?;
    let place = path.display().to_string();
    let (mut found, mut widest) = (Vec::new(), Vec::new());
    for delimiter in DELIMITERS {
        let head = Head::read(&bytes, delimiter);
        for connector in connectors {
            if let Some(heading) = header::find(&head.rows, connector, &place)? {
                let candidate = Candidate {
                    heading,
                    delimiter,
                    head: head.clone(),
                };
                found.push((*connector, candidate.heading.fields.len(), candidate));
            }
        }
        if let Some(row) = head
            .rows
            .iter()
            .rev()
            .max_by_key(|row| row.len())
            .filter(|row| row.len() > widest.len())
        {
            widest = row.iter().flatten().cloned().collect();
        }
    }
    let (
        connector,
        Candidate {
            heading,
            delimiter,
            head,
        },
    ) = choose(path, found, &widest, connectors)?;
    let extract = Extract {
        path: path.to_owned(),
        delimiter: char::from(delimiter),
        skipped_lines: head.places[heading.data_from].0 - 1,
        width: head.rows[heading.data_from - 1].len(),
        fields: heading.fields,
        rows: RowNumbers::From(head.places[heading.data_from].1),
    };
    Ok(Decoded {
        connector,
        extract,
        title: heading.title,
        ignored_headings: heading.ignored,
        unreadable: Vec::new(),
    })
}

/// Reads an extract that the engine stumbled over, row by row: what can be read goes to a new extract, the rest is listed.
pub fn rewrite(
    extract: &Extract,
    scratch: &Path,
) -> Result<(Extract, Vec<UnreadableRow>), IngestError> {
    let from = |source| IngestError::Unreadable {
        path: extract.path.display().to_string(),
        source,
    };
    let mut reader = reader(
        BufReader::new(File::open(&extract.path).map_err(from)?),
        ascii(extract.delimiter),
    );
    let (file, path) = scratch_file(scratch)?;
    let mut writer = csv::Writer::from_writer(file);
    let failed = |error: csv::Error| {
        IngestError::malformed(
            extract.path.display().to_string(),
            error,
            "free some disk space",
        )
    };
    let mut lines = Lines::of(BufReader::new(File::open(&extract.path).map_err(from)?));
    let (mut record, mut unreadable, mut inner_lines) = (csv::ByteRecord::new(), Vec::new(), 0);
    while reader.read_byte_record(&mut record).map_err(failed)? {
        let line = lines
            .at(record.position().map_or(0, csv::Position::byte))
            .map_err(from)?;
        let row = line - inner_lines;
        inner_lines += line_breaks(record.as_slice());
        if line <= extract.skipped_lines {
            continue;
        }
        let surplus = record
            .iter()
            .skip(extract.width)
            .any(|cell| !cell.is_empty());
        let cells: Option<Vec<&str>> = (extract.fields.iter())
            .map(|field| std::str::from_utf8(record.get(field.position).unwrap_or_default()).ok())
            .collect();
        match cells {
            Some(cells) if !surplus => {
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    let row = row.to_string();
                    writer
                        .write_record([""].into_iter().chain([row.as_str()]).chain(cells))
                        .map_err(failed)?;
                }
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
    writer.flush().map_err(from)?;
    Ok((
        numbered(path, extract.fields.iter().map(|field| field.name.clone())),
        unreadable,
    ))
}

/// An extract of a file we wrote: sheet, row, then the named columns.
pub fn numbered(path: std::path::PathBuf, names: impl Iterator<Item = String>) -> Extract {
    let fields: Vec<Field> = names
        .enumerate()
        .map(|(position, name)| Field {
            position: position + 2,
            name,
        })
        .collect();
    Extract {
        path,
        delimiter: ',',
        skipped_lines: 0,
        width: fields.len() + 2,
        fields,
        rows: RowNumbers::Columns,
    }
}

fn read_head(path: &Path) -> Result<Vec<u8>, IngestError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut bytes))
        .map_err(IngestError::unreadable(path))?;
    let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    // The head may end inside a letter; anything else that is not UTF-8 is another encoding.
    let broken = std::str::from_utf8(text)
        .err()
        .is_some_and(|error| error.error_len().is_some());
    if broken || text.contains(&0) {
        let hint = "save it as CSV UTF-8 (in Excel: \"CSV UTF-8 (Comma delimited)\")";
        return Err(IngestError::malformed(
            format!("`{}`", path.display()),
            "the text is not UTF-8",
            hint,
        ));
    }
    Ok(text.to_vec())
}

fn reader<R: Read>(input: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(input)
}

fn ascii(delimiter: char) -> u8 {
    u8::try_from(delimiter).unwrap_or(b',')
}

/// The first rows, each with the line it begins on.
#[derive(Clone)]
struct Head {
    rows: Vec<Cells>,
    /// Per row, and for the one after the last: the line it begins on, and its number as a spreadsheet counts.
    places: Vec<(u64, u64)>,
}

impl Head {
    fn read(bytes: &[u8], delimiter: u8) -> Self {
        let mut reader = reader(bytes, delimiter);
        let mut lines = Lines::of(bytes);
        let (mut rows, mut places, mut inner_lines) = (Vec::new(), Vec::new(), 0);
        let mut record = csv::StringRecord::new();
        while rows.len() < SEARCHED_ROWS && reader.read_record(&mut record).unwrap_or(false) {
            let byte = record.position().map_or(0, csv::Position::byte);
            let line = lines.at(byte).expect("reading memory does not fail");
            places.push((line, line - inner_lines));
            inner_lines += line_breaks(record.as_slice().as_bytes());
            let cell = |cell: &str| (!cell.trim().is_empty()).then(|| cell.to_owned());
            rows.push(record.iter().map(cell).collect());
        }
        let end = reader.position().byte();
        let line = lines.at(end).expect("reading memory does not fail");
        places.push((line, line - inner_lines));
        Self { rows, places }
    }
}

/// Lines begun inside the cells of a row.
fn line_breaks(cells: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', cells).count() as u64
}

/// Whether the rows read in place follow each other line by line: no empty line between, no line break in a cell.
/// Only then does a row's position say its number.
pub fn is_one_row_a_line(extract: &Extract, rows: u64) -> Result<bool, IngestError> {
    let failed = || IngestError::unreadable(&extract.path);
    let mut file = File::open(&extract.path).map_err(failed())?;
    let (mut lines, mut last, mut buffer) = (0, b'\n', vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(failed())?;
        let Some(end) = buffer[..read].last() else {
            break;
        };
        last = *end;
        lines += line_breaks(&buffer[..read]);
    }
    let unended = u64::from(last != b'\n');
    Ok(lines + unended == extract.skipped_lines + rows)
}
