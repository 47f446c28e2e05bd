//! What the exports of one run are put into: the archive as it is known so far, and the engine that writes its files.
//!
//! Invariant: whoever holds it holds the build lock, so nobody else adds to the archive meanwhile.

use std::path::Path;

use crate::{
    domain::source::Source,
    ingest::{
        IngestError,
        archive::{Archive, ArchiveContents},
    },
    warehouse::ParquetWriter,
};

/// Takes the exports of one run. All notes are read once, not for each export or page: of a list of five hundred pages that cost more than decoding it.
pub(in crate::pipeline) struct ArchiveIntake<'s> {
    pub archive: Archive,
    pub writer: ParquetWriter<'s>,
    /// Where temporary files lie.
    pub scratch: &'s Path,
    /// `None` where the archive has to be looked at: at first, and after a failure that may have left anything.
    contents: Option<ArchiveContents>,
}

impl<'s> ArchiveIntake<'s> {
    /// Opens the archive of a data folder; fails where its folder cannot be made.
    pub fn open_in(data: &Path, scratch: &'s Path) -> Result<Self, IngestError> {
        let (archive, writer) = (Archive::open_in(data)?, ParquetWriter::new(scratch));
        Ok(Self { archive, writer, scratch, contents: None })
    }

    /// What the archive holds. Fails where its folder cannot be read.
    pub fn contents(&mut self) -> Result<&ArchiveContents, IngestError> {
        match &mut self.contents {
            Some(contents) => Ok(contents),
            unknown => Ok(unknown.insert(self.archive.list_contents()?)),
        }
    }

    /// Makes a prepared file part of the archive.
    pub fn commit_file(&mut self, prepared: &Path, source: Source) -> Result<Source, IngestError> {
        let contents = self.contents.take();
        let source = self.archive.commit_file(prepared, source)?;
        self.contents = contents.map(|contents| contents.with_source(source.clone()));
        Ok(source)
    }

    /// Puts another note in the place of one.
    pub fn replace_note(&mut self, source: &Source) -> Result<(), IngestError> {
        let contents = self.contents.take();
        self.archive.replace_note(source)?;
        self.contents = contents.map(|contents| contents.with_source(source.clone()));
        Ok(())
    }
}

#[cfg(fault_points)]
#[cfg(test)]
mod tests {
    use std::{fs, io, rc::Rc};

    use super::*;
    use crate::domain::fault_point::{FaultPoint, work_under_faults};

    fn commit(intake: &mut ArchiveIntake, letter: char) -> Result<Source, IngestError> {
        let number = intake.contents()?.number_export("a.csv", false)?;
        let sha256 = letter.to_string().repeat(64);
        let source = serde_json::from_value(serde_json::json!({
            "id": Archive::source_id("generic_csv", &sha256), "connector": "generic_csv", "file_name": "a.csv",
            "sha256": sha256, "parquet_sha256": "", "snapshot_on": "2023-12-31", "snapshot_from": "file_name",
            "ingested_at": "2024-01-01T08:00:00", "number": number, "row_count": 1, "columns": [],
            "ignored_headings": [],
        }));
        let source: Source = source.expect("a note");
        let prepared = intake.archive.prepare_file(&source.id)?;
        fs::write(&prepared, "rows").expect("written");
        intake.commit_file(&prepared, source)
    }

    #[test]
    fn numbers_go_up_and_none_is_given_twice_whatever_failed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut intake = ArchiveIntake::open_in(folder.path(), folder.path()).expect("an archive");
        let mut number = |letter| commit(&mut intake, letter).map(|source| source.number);
        assert_eq!(number('a').expect("kept"), 1);
        assert_eq!(number('b').expect("kept"), 2);
        // The note has its name already when it fails.
        let fail = |point| {
            if point == FaultPoint::NoteFolderSync {
                Err(io::Error::other("no disk"))
            } else {
                Ok(())
            }
        };
        assert!(work_under_faults(Rc::new(fail), || number('c')).is_err());
        assert_eq!(number('d').expect("kept"), 4);
        assert_eq!(number('e').expect("kept"), 5);
    }
}
