//! What a workbook may ask for, measured before it is read.
//!
//! The reader holds some parts whole (shared texts, styles) and one element of the others at a time; so those parts
//! are bounded in size, and no element may be long.

use std::io::{self, Read};

use super::{refusal::workbook_error, xml::decode_utf8};
use crate::ingest::{Export, IngestError, PartProblem, WorkbookProblem, export::InflatedReader};

/// An element with its text; a cell holds 32 767 letters at most.
const LONGEST_ELEMENT: usize = 1 << 20;
/// Parts that are held whole, but for the shared texts.
const LARGEST_PART: u64 = 16 << 20;
const LARGEST_SHEET: u64 = 4 << 30;
const LARGEST_TEXTS: u64 = 96 << 20;

/// Inflates every part of an XLSX once, into nothing; says whether any names merged cells.
pub fn measure_xlsx(export: &Export) -> Result<bool, IngestError> {
    measure_parts(export, |name| match name {
        sheet if sheet.starts_with("xl/worksheets/") => Some(LARGEST_SHEET),
        "xl/sharedstrings.xml" => Some(LARGEST_TEXTS),
        xml if is_xml(xml) => Some(LARGEST_PART),
        // Pictures and the like are not read, unless a workbook calls one of them a sheet.
        _ => Some(LARGEST_TEXTS),
    })
}

/// The same for an ODS, whose sheets all stand in one part.
pub fn measure_ods(export: &Export) -> Result<(), IngestError> {
    measure_parts(export, |name| match name {
        "content.xml" => Some(LARGEST_SHEET),
        "meta-inf/manifest.xml" => Some(LARGEST_PART),
        _ => None,
    })
    .map(drop)
}

/// The same for a workbook that is one file of XML, not packed.
pub fn measure_flat_xml(export: &Export) -> Result<(), IngestError> {
    let measured = measure_xml(export.open_bytes()?.take(LARGEST_SHEET));
    measured.map(drop).map_err(|error| {
        let problem = PartProblem::of_unread(&error);
        workbook_error(export, WorkbookProblem::InFile { problem })
    })
}

/// Measures the parts that `limit` gives a size for.
fn measure_parts(export: &Export, limit: fn(&str) -> Option<u64>) -> Result<bool, IngestError> {
    let mut has_merged = false;
    let mut archive = crate::ingest::export::open_archive(export)?;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| export.truncated_error())?;
        let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase().replace('\\', "/");
        let Some(limit) = limit(&name) else { continue };
        let packed = entry.compressed_size();
        let inflated = InflatedReader::new(entry, packed, limit);
        let measured = if is_xml(&name) {
            measure_xml(inflated)
        } else {
            inflated.copy_to(&mut io::sink()).map(|_| false)
        };
        has_merged |= measured.map_err(|error| {
            let problem = PartProblem::from_io(&error).unwrap_or(PartProblem::Damaged);
            workbook_error(export, WorkbookProblem::InPart { part: name, problem })
        })?;
    }
    Ok(has_merged)
}

fn is_xml(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "xml" | "rels"))
}

/// Reads XML once. An element out of bounds, or entities that could name each other, are an error. Says
/// whether it names merged cells: asking for them costs another reading of a sheet.
fn measure_xml(input: impl Read) -> io::Result<bool> {
    const MERGED: &[u8] = b"mergeCell ";
    let too_much = |problem| Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    let mut input = decode_utf8(input)?;
    let (mut buffer, mut piece, mut since, mut has_merged) =
        (vec![0; 1 << 16], Vec::new(), 0, false);
    loop {
        let read = input.read(&mut buffer)?;
        piece.extend_from_slice(&buffer[..read]);
        // A tag whose name is not all there yet waits for the next piece.
        let whole = if read == 0 { piece.len() } else { piece.len().saturating_sub(MERGED.len()) };
        has_merged = has_merged || memchr::memmem::find(&piece, MERGED).is_some();
        for at in memchr::memchr_iter(b'<', &piece[..whole]) {
            // Comments and texts written out are `<!-` and `<![`.
            if matches!(&piece[at + 1..], [b'!', letter, ..] if letter.is_ascii_alphabetic()) {
                return too_much(PartProblem::Entities);
            }
        }
        since = match memchr::memrchr(b'<', &piece[..whole]) {
            Some(at) => whole - at,
            None => since + whole,
        };
        if since > LONGEST_ELEMENT {
            return too_much(PartProblem::LongElement);
        }
        if read == 0 {
            return Ok(has_merged);
        }
        piece.drain(..whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::comments("<sst><!-- <c> --><t><![CDATA[<a>]]></t></sst>".to_owned(), true)]
    #[case::entities("<!DOCTYPE x [<!ENTITY a \"b\">]><a/>".to_owned(), false)]
    #[case::long_text(format!("<t>{}</t>", "x".repeat(2 << 20)), false)]
    #[case::long_tag(format!("<t a=\"{}\"/>", "x".repeat(2 << 20)), false)]
    #[case::many_short("<c/>".repeat(1 << 20), true)]
    fn xml_is_measured(#[case] xml: String, #[case] passes: bool) {
        assert_eq!(measure_xml(xml.as_bytes()).is_ok(), passes);
        assert_eq!(measure_xml(BytewiseReader(xml.as_bytes())).is_ok(), passes);
    }

    /// Gives few bytes at a time, so that tags are cut everywhere.
    struct BytewiseReader<'b>(&'b [u8]);

    impl Read for BytewiseReader<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let few = buffer.len().min(3);
            self.0.read(&mut buffer[..few])
        }
    }
}
