//! CSV and its kin: read in place by the engine when clean, rewritten row by row when not.

use std::{fs::File, io::Read, path::Path};

use super::{
    IngestError,
    decode::{Decoded, choose},
    head::{Head, line_breaks},
    header::{self, Heading},
    rewrite::rewrite,
};
use crate::{
    catalog::connector::Connector,
    domain::extract::{Extract, RowNumbers},
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

pub fn decode<'a>(
    path: &Path,
    connectors: &[&'a Connector],
    scratch: &Path,
) -> Result<Decoded<'a>, IngestError> {
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
    let scan = Scan::of(path)?;
    let (line, first) = head.places[heading.data_from];
    let count = scan.lines.saturating_sub(line - 1);
    let in_place = Extract {
        path: path.to_owned(),
        delimiter: char::from(delimiter),
        skipped_lines: line - 1,
        width: head.rows[heading.data_from - 1].len(),
        fields: heading.fields,
        rows: RowNumbers::Lines { first, count },
    };
    let (extract, unreadable) = if scan.is_composed {
        (in_place, Vec::new())
    } else {
        rewrite(&in_place, scratch)?
    };
    Ok(Decoded {
        connector,
        extract,
        title: heading.title,
        ignored_headings: heading.ignored,
        unreadable,
    })
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

/// What reading a whole file once tells.
struct Scan {
    lines: u64,
    /// Whether no letter is written as a base and a mark apart (NFD).
    is_composed: bool,
}

impl Scan {
    fn of(path: &Path) -> Result<Self, IngestError> {
        let mut file = File::open(path).map_err(IngestError::unreadable(path))?;
        let (mut lines, mut last, mut is_composed) = (0, b'\n', true);
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = file
                .read(&mut buffer)
                .map_err(IngestError::unreadable(path))?;
            let Some(end) = buffer[..read].last() else {
                break;
            };
            last = *end;
            lines += line_breaks(&buffer[..read]);
            // In UTF-8 these two bytes begin the combining marks and stand nowhere else.
            is_composed &= memchr::memchr2(0xCC, 0xCD, &buffer[..read]).is_none();
        }
        Ok(Self {
            lines: lines + u64::from(last != b'\n'),
            is_composed,
        })
    }
}
