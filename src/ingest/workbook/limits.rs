//! What a workbook may ask for, measured before a library reads it.
//!
//! A library holds some parts whole (shared texts, styles) and one element of the others at a time; so those parts
//! are bounded in size and in number of texts, and no element may be long.

use std::io::{self, Read};

use super::broken;
use crate::ingest::{Export, IngestError, export::Inflated};

/// An element with its text; a cell holds 32 767 letters at most.
const LONGEST_ELEMENT: usize = 1 << 20;
/// Parts that are held whole, but for the shared texts.
const LARGEST_PART: u64 = 16 << 20;
const LARGEST_SHEET: u64 = 4 << 30;
const LARGEST_TEXTS: u64 = 96 << 20;
const MOST_TEXTS: usize = 2_000_000;
/// The dense range of an XLS sheet: all 65 536 rows of it by 60 columns.
const MOST_XLS_CELLS: u64 = 4_000_000;
const LARGEST_XLS: u64 = 64 << 20;
const LARGEST_XLS_TEXTS: u64 = 24 << 20;

/// Inflates every part of an XLSX once, into nothing; says whether any names merged cells.
pub fn xlsx(export: &Export) -> Result<bool, IngestError> {
    parts(export, |name| match name {
        sheet if sheet.starts_with("xl/worksheets/") => Some(LARGEST_SHEET),
        "xl/sharedstrings.xml" => Some(LARGEST_TEXTS),
        xml if is_xml(xml) => Some(LARGEST_PART),
        // Pictures and the like are not read, unless a workbook calls one of them a sheet.
        _ => Some(LARGEST_TEXTS),
    })
}

/// The same for an ODS, whose sheets all stand in one part.
pub fn ods(export: &Export) -> Result<(), IngestError> {
    parts(export, |name| match name {
        "content.xml" => Some(LARGEST_SHEET),
        "meta-inf/manifest.xml" => Some(LARGEST_PART),
        _ => None,
    })
    .map(drop)
}

/// Measures the parts that `limit` gives a size for.
fn parts(export: &Export, limit: fn(&str) -> Option<u64>) -> Result<bool, IngestError> {
    let mut has_merged = false;
    let mut archive = crate::ingest::export::archive(export)?;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| broken(export, error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase();
        let Some(limit) = limit(&name) else { continue };
        let packed = entry.compressed_size();
        let inflated = Inflated::new(entry, packed, limit);
        let measured = if is_xml(&name) {
            measure(Watched { input: inflated, tail: Vec::new(), has_merged: &mut has_merged })
        } else {
            inflated.copy(&mut io::sink()).map(|_| 0)
        };
        let texts = measured.map_err(|error| broken(export, format!("`{name}`: {error}")))?;
        if texts > MOST_TEXTS {
            let problem = format!("it holds {texts} different texts, more than {MOST_TEXTS}");
            return Err(export.malformed(problem, "export it as CSV, or a shorter span at a time"));
        }
    }
    Ok(has_merged)
}

/// Looks for merged cells in what passes: asking for them costs another reading of a sheet.
struct Watched<'w, R> {
    input: R,
    tail: Vec<u8>,
    has_merged: &'w mut bool,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const NAME: &[u8] = b"mergeCell ";
        let read = self.input.read(buffer)?;
        if !*self.has_merged {
            self.tail.extend_from_slice(&buffer[..read.min(NAME.len())]);
            let finds = |bytes: &[u8]| memchr::memmem::find(bytes, NAME).is_some();
            *self.has_merged = finds(&self.tail) || finds(&buffer[..read]);
            if read >= NAME.len() {
                self.tail = buffer[read - NAME.len()..read].to_vec();
            } else {
                self.tail.drain(..self.tail.len().saturating_sub(NAME.len()));
            }
        }
        Ok(read)
    }
}

fn is_xml(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "xml" | "rels"))
}

/// Reads XML once; counts its shared texts. An element out of bounds, or of a kind no office program writes, is an error.
fn measure(mut input: impl Read) -> io::Result<usize> {
    let (mut buffer, mut piece, mut since, mut texts) = (vec![0; 1 << 16], Vec::new(), 0, 0);
    loop {
        let read = input.read(&mut buffer)?;
        piece.extend_from_slice(&buffer[..read]);
        // A tag whose name is not all there yet waits for the next piece.
        let whole = if read == 0 { piece.len() } else { piece.len().saturating_sub(3) };
        for at in memchr::memchr_iter(b'<', &piece[..whole]) {
            match &piece[at + 1..] {
                [b'!', ..] => {
                    return Err(io::Error::other(
                        "it declares entities or holds comments, which no office program writes",
                    ));
                }
                [b's', b'i', b'>' | b' ' | b'/', ..] => texts += 1,
                _ => {}
            }
        }
        since = match memchr::memrchr(b'<', &piece[..whole]) {
            Some(at) => whole - at,
            None => since + whole,
        };
        if since > LONGEST_ELEMENT {
            return Err(io::Error::other("it holds an element longer than 1 MB"));
        }
        if read == 0 {
            return Ok(texts);
        }
        piece.drain(..whole);
    }
}

/// Reads the records of an XLS workbook once: how wide and long its sheets are, how many texts it holds.
pub fn xls(export: &Export) -> Result<(), IngestError> {
    let unreadable = |error: io::Error| broken(export, error);
    let mut file = cfb::CompoundFile::open(export.open()?).map_err(unreadable)?;
    let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let mut bytes = Vec::new();
    let stream = file.open_stream(name).map_err(unreadable)?;
    stream.take(LARGEST_XLS + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_XLS {
        return Err(too_large(export, "it is larger than 64 MB"));
    }
    let (mut cells, mut sheet, mut texts) = (0, Span::default(), 0);
    let mut in_texts = false;
    for (id, data) in Records(&bytes) {
        in_texts = id == SHARED_TEXTS || (in_texts && id == CONTINUED);
        match (id, data) {
            (PROTECTED, _) => return Err(export.protected()),
            (BEGIN, _) => cells += std::mem::take(&mut sheet).cells(),
            (
                0x0006
                | 0x007E
                | 0x00BD
                | 0x00BE
                | 0x00D6
                | 0x00FD
                | 0x0201
                | 0x0203..=0x0205
                | 0x027E,
                &[r0, r1, c0, c1, ..],
            ) => {
                // Records of several cells name the last column at their end.
                let last = if matches!(id, 0x00BD | 0x00BE) {
                    [data[data.len() - 2], data[data.len() - 1]]
                } else {
                    [c0, c1]
                };
                sheet.add(
                    u16::from_le_bytes([r0, r1]),
                    u16::from_le_bytes([c0, c1]).max(u16::from_le_bytes(last)),
                );
            }
            _ if in_texts => texts += data.len() as u64,
            _ => {}
        }
    }
    cells += sheet.cells();
    if cells > MOST_XLS_CELLS {
        return Err(too_large(
            export,
            format!("its sheets span {cells} cells, more than {MOST_XLS_CELLS}"),
        ));
    }
    if texts > LARGEST_XLS_TEXTS {
        return Err(too_large(export, "its texts are larger than 24 MB"));
    }
    Ok(())
}

const BEGIN: u16 = 0x0809;
const PROTECTED: u16 = 0x002F;
const SHARED_TEXTS: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;

/// The part of a sheet that has cells.
#[derive(Default)]
struct Span(Option<(u16, u16, u16)>);

impl Span {
    fn add(&mut self, row: u16, column: u16) {
        let (first, last, widest) = self.0.unwrap_or((row, row, column));
        self.0 = Some((first.min(row), last.max(row), widest.max(column)));
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |(first, last, widest)| {
            (u64::from(last - first) + 1) * (u64::from(widest) + 1)
        })
    }
}

/// The records of a BIFF stream: id and data.
struct Records<'b>(&'b [u8]);

impl<'b> Iterator for Records<'b> {
    type Item = (u16, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    }
}

fn too_large(export: &Export, problem: impl std::fmt::Display) -> IngestError {
    export.malformed(problem, "save it as .xlsx or CSV, or export a shorter span at a time")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::texts("<sst><si><t>a</t></si><si/><size/></sst>".to_owned(), Some(2))]
    #[case::entities("<!DOCTYPE x [<!ENTITY a \"b\">]><a/>".to_owned(), None)]
    #[case::long_text(format!("<t>{}</t>", "x".repeat(2 << 20)), None)]
    #[case::long_tag(format!("<t a=\"{}\"/>", "x".repeat(2 << 20)), None)]
    #[case::many_short("<c/>".repeat(1 << 20), Some(0))]
    fn xml_is_measured(#[case] xml: String, #[case] texts: Option<usize>) {
        assert_eq!(measure(xml.as_bytes()).ok(), texts);
        assert_eq!(measure(Bytewise(xml.as_bytes())).ok(), texts);
    }

    /// Gives few bytes at a time, so that tags are cut everywhere.
    struct Bytewise<'b>(&'b [u8]);

    impl Read for Bytewise<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let few = buffer.len().min(3);
            self.0.read(&mut buffer[..few])
        }
    }
}
