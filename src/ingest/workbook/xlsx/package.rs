//! The parts of an XLSX, found by name in whatever case and with whatever strokes they are written.

use std::{
    collections::{BTreeSet, HashMap},
    io::BufReader,
    rc::Rc,
};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::super::{
    limits,
    measure::{MeasuredReader, PassedPart},
    refusal::workbook_error,
    xml::{self, XmlReader, XmlStop, read_attribute},
};
use crate::ingest::{
    Export, IngestError, WorkbookProblem,
    export::{InflatedReader, LARGEST_PART, OpenedExport, member_name, open_archive},
};

/// Finds and reads the parts of an XLSX package.
pub struct XlsxPackage<'e> {
    export: &'e Export,
    archive: ZipArchive<OpenedExport>,
    parts: HashMap<String, usize>,
    /// Parts that are measured while they are read.
    unmeasured: BTreeSet<usize>,
    /// Whether merged cells were named in what was measured so far.
    has_merged: bool,
}

/// A part that another one names.
pub struct RelatedPart {
    pub id: String,
    /// The last word of its kind: `worksheet`, `styles`.
    pub kind: String,
    pub part: String,
}

impl<'e> XlsxPackage<'e> {
    /// Opens the ZIP archive of a package; fails when it is cut off or damaged.
    pub fn open_package(export: &'e Export) -> Result<Self, IngestError> {
        let mut archive = open_archive(export)?;
        let all = 0..archive.len();
        let parts =
            all.map(|index| (normalize_name(&member_name(&mut archive, index)), index)).collect();
        Ok(Self { export, archive, parts, unmeasured: BTreeSet::new(), has_merged: false })
    }

    /// Opens a package of which no part was measured. Those that are small, or not read, are measured at once; says whether any of
    /// them names merged cells. The others are while they are read, and `measure_rest` must be asked for at the end.
    pub fn open_unmeasured(export: &'e Export) -> Result<(Self, bool), IngestError> {
        let has_merged = limits::measure_beside_tables(export)?;
        let mut package = Self::open_package(export)?;
        for index in 0..package.archive.len() {
            let name = limits::plain_name(member_name(&mut package.archive, index).as_bytes());
            if limits::is_of_table(&name) {
                package.unmeasured.insert(index);
            }
        }
        Ok((package, has_merged))
    }

    /// Measures what was not read to its end; says whether that could matter: merged cells are asked for in every sheet to its end.
    pub fn measure_rest(&mut self) -> Result<bool, IngestError> {
        let rest = std::mem::take(&mut self.unmeasured);
        for &index in &rest {
            let entry = self.archive.by_index(index).map_err(|_| self.export.truncated_error())?;
            let name = limits::plain_name(entry.name_raw());
            let limit = limits::xlsx_limit(&name);
            self.has_merged |= limits::measure_part(self.export, entry, name, limit)?;
        }
        Ok(self.has_merged && !rest.is_empty())
    }

    /// Reads a part; nothing if there is none.
    pub fn read_part<T>(
        &mut self,
        part: &str,
        read: impl FnOnce(XmlReader) -> Result<T, XmlStop>,
    ) -> Result<Option<T>, IngestError> {
        let Some(&index) = self.parts.get(&normalize_name(part)) else {
            return Ok(None);
        };
        let unpacked = self.archive.by_index(index);
        let entry = unpacked.map_err(|_| {
            let part = part.to_owned();
            workbook_error(self.export, WorkbookProblem::PartUnopened { part })
        })?;
        let packed = entry.compressed_size();
        if self.unmeasured.contains(&index) {
            let limit = limits::xlsx_limit(&limits::plain_name(entry.name_raw()));
            let passed = Rc::new(PassedPart::default());
            let inflated = InflatedReader::new(entry, packed, limit);
            let input = MeasuredReader::new(inflated, passed.clone());
            let read = xml::read_part(self.export, part, input, read)?;
            self.has_merged |= passed.has_merged.get();
            if passed.is_whole.get() {
                self.unmeasured.remove(&index);
            }
            return Ok(Some(read));
        }
        let input = BufReader::new(InflatedReader::new(entry, packed, LARGEST_PART));
        xml::read_part(self.export, part, input, read).map(Some)
    }

    /// The parts that one names, or the package itself where none is named.
    pub fn related_parts(&mut self, part: &str) -> Result<Vec<RelatedPart>, IngestError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = format!("{folder}/_rels/{name}.rels");
        let related = self.read_part(&list, |reader| read_relations(reader, folder))?;
        Ok(related.unwrap_or_default())
    }
}

fn read_relations(reader: XmlReader, folder: &str) -> Result<Vec<RelatedPart>, XmlStop> {
    let (mut buffer, mut related) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if start.local_name().as_ref() == "Relationship" => {
                let target = read_attribute(&start, "Target")?.unwrap_or_default();
                let kind = read_attribute(&start, "Type")?.unwrap_or_default();
                let is_own = target.starts_with(['/', '\\']);
                related.push(RelatedPart {
                    id: read_attribute(&start, "Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    part: if is_own { target } else { format!("{folder}/{target}") },
                });
            }
            Event::Eof => return Ok(related),
            _ => {}
        }
    }
}

/// A part's name in small letters, strokes forward, without steps up.
fn normalize_name(name: &str) -> String {
    let mut steps = Vec::new();
    let name = name.to_lowercase().replace('\\', "/");
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("xl\\worksheets\\Sheet1.xml", "xl/worksheets/sheet1.xml")]
    #[case("/xl/workbook.xml", "xl/workbook.xml")]
    #[case("xl/_rels/../styles.xml", "xl/styles.xml")]
    #[case("../../a.xml", "a.xml")]
    fn names_of_parts_are_written_alike(#[case] name: &str, #[case] alike: &str) {
        assert_eq!(normalize_name(name), alike);
    }
}
