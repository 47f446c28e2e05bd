//! What a workbook may ask for, measured before it is read.
//!
//! The reader holds some parts whole (shared texts, styles) and one element of the others at a time; so those parts
//! are bounded in size, and no element may be long.

use std::io::{self, Read};

use zip::read::ZipFile;

use super::{measure::XmlMeasure, refusal::workbook_error, xml::decode_utf8};
use crate::ingest::{
    Export, IngestError, PartProblem, WorkbookProblem,
    export::{InflatedReader, OpenedExport},
};

/// Parts that are held whole, but for the shared texts.
const LARGEST_PART: u64 = 16 << 20;
const LARGEST_SHEET: u64 = 4 << 30;
const LARGEST_TEXTS: u64 = 96 << 20;
/// The part of the shared texts.
const TEXTS: &str = "xl/sharedstrings.xml";

/// Inflates every part of an XLSX once, into nothing; says whether any names merged cells.
pub fn measure_xlsx(export: &Export) -> Result<bool, IngestError> {
    measure_parts(export, |name| Some(xlsx_limit(name)))
}

/// The same for those parts alone that are not read from their start to their end anyway; the others must be measured by a
/// `MeasuredReader` while they are, or by `measure_part`.
pub fn measure_beside_tables(export: &Export) -> Result<bool, IngestError> {
    measure_parts(export, |name| Some(xlsx_limit(name)).filter(|_| !is_of_table(name)))
}

/// How large a part of an XLSX may be, by its name as `plain_name` has it.
pub fn xlsx_limit(name: &str) -> u64 {
    match name {
        sheet if sheet.starts_with("xl/worksheets/") => LARGEST_SHEET,
        TEXTS => LARGEST_TEXTS,
        xml if is_xml(xml) => LARGEST_PART,
        // Pictures and the like are not read, unless a workbook calls one of them a sheet.
        _ => LARGEST_TEXTS,
    }
}

/// Whether a part is a sheet or holds the shared texts: nearly all of a workbook's bytes stand in these.
pub fn is_of_table(name: &str) -> bool {
    let sheet = name.strip_prefix("xl/worksheets/").and_then(|sheet| sheet.strip_suffix(".xml"));
    name == TEXTS || sheet.is_some()
}

/// A part's name as its limit is looked up by.
pub fn plain_name(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).to_lowercase().replace('\\', "/")
}

/// Inflates one part of an archive of parts, into nothing.
pub fn measure_part(
    export: &Export,
    entry: ZipFile<OpenedExport>,
    name: String,
    limit: u64,
) -> Result<bool, IngestError> {
    let packed = entry.compressed_size();
    let inflated = InflatedReader::new(entry, packed, limit);
    let measured = if is_xml(&name) {
        measure_xml(inflated)
    } else {
        inflated.copy_to(&mut io::sink()).map(|_| false)
    };
    measured.map_err(|error| {
        let problem = PartProblem::from_io(&error).unwrap_or(PartProblem::Damaged);
        workbook_error(export, WorkbookProblem::InPart { part: name, problem })
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
        let name = plain_name(entry.name_raw());
        if let Some(limit) = limit(&name) {
            has_merged |= measure_part(export, entry, name, limit)?;
        }
    }
    Ok(has_merged)
}

fn is_xml(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "xml" | "rels"))
}

/// Reads XML once. An element out of bounds, or entities that could name each other, are an error. Says
/// whether it names merged cells: asking for them costs another reading of a sheet.
fn measure_xml(input: impl Read) -> io::Result<bool> {
    let mut input = decode_utf8(input)?;
    let (mut buffer, mut measure) = (vec![0; 1 << 16], XmlMeasure::default());
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok(measure.has_merged);
        }
        measure.pass_bytes(&buffer[..read])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::named("<mergeCells><mergeCell ref=\"A1:A2\"/>", true)]
    #[case::of_another_name("<mergeCells/><mergeCellsX a=\"\"/>", false)]
    fn merged_cells_are_seen(#[case] xml: &str, #[case] has_merged: bool) {
        assert_eq!(measure_xml(xml.as_bytes()).expect("sound"), has_merged);
        assert_eq!(measure_xml(BytewiseReader(xml.as_bytes())).expect("sound"), has_merged);
    }

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
