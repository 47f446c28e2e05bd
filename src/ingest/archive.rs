//! The archive folder: one Parquet file per export and a note beside it, never rewritten.
//!
//! Invariant: the note is renamed into place last, so an export is either archived whole or not at all. What is read from it is
//! what was written: a note carries its own seal and the digest of its Parquet file, and both are held against the bytes.

mod numbering;
mod one_kind;
pub mod seal;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{Export, IngestError, ParquetProblem};
use crate::{
    catalog::phrases::PhraseBook,
    disk::{RenamePoints, rename_durably},
    domain::{erasure::ErasureLedger, fault_point::FaultPoint, source::Source},
};

/// Is the folder that keeps every export that was taken in, as Parquet with a note beside it.
#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
}

/// What the archive holds, sound or not.
#[derive(Debug, Default)]
pub struct ArchiveContents {
    /// Exports whose notes can be read, in the order they came.
    pub sources: Vec<Source>,
    /// Notes that cannot be read, or are not as they were written.
    pub damaged: Vec<IngestError>,
    /// Parquet files without a note: what a crash left before the note was written, or what has lost its note.
    pub without_note: Vec<PathBuf>,
    /// The number the next export gets: above all that were given.
    pub next_number: u64,
}

impl ArchiveContents {
    /// The same with an export that came, or of which something else is said.
    #[must_use]
    pub fn with_source(mut self, source: Source) -> Self {
        self.next_number = self.next_number.max(source.number + 1);
        match self.sources.iter_mut().find(|known| known.id == source.id) {
            Some(known) => *known = source,
            None => self.sources.push(source),
        }
        self
    }
}

impl Archive {
    /// Names the ledger of erased dossiers in the archive folder.
    pub const ERASURES: &str = "erasures.json";

    /// Names the mark beside the archive that dossiers were erased: without it a ledger that is lost looks like one that never was.
    pub const ERASURES_MARK: &str = "has-erasures.txt";

    /// Opens the archive in a data folder and makes the folder where there is none;
    /// fails when it cannot be made.
    pub fn open_in(data: &Path) -> Result<Self, IngestError> {
        let root = data.join("archive");
        fs::create_dir_all(&root).map_err(IngestError::unwritable_file(&root))?;
        Ok(Self { root })
    }

    /// Names the pair of files of an export: the same bytes read by the same connector are the same source.
    pub fn source_id(connector: &str, sha256: &str) -> String {
        format!("{connector}/{}", &sha256[..16])
    }

    /// Returns the path of a source's Parquet file, whether it is there or not.
    pub fn parquet_path(&self, id: &str) -> PathBuf {
        self.root.join(format!("{id}.parquet"))
    }

    /// Reads the note of a source; `None` where it was never archived. Fails where the note is damaged.
    pub fn find_note(&self, id: &str) -> Result<Option<Source>, IngestError> {
        let path = self.note_path(id);
        if path.exists() { seal::read_note(&path).map(Some) } else { Ok(None) }
    }

    /// Reads the note of a source with its very text; fails where it is damaged or not there.
    pub fn read_note_text(&self, id: &str) -> Result<(Source, String), IngestError> {
        let path = self.note_path(id);
        let text = fs::read_to_string(&path).map_err(IngestError::unreadable_file(&path))?;
        Ok((seal::parse_note(&path, &text)?, text))
    }

    /// Reads which dossiers were erased; fails where the ledger is not as it was written, so that none comes back in silence.
    /// Fails too where it is lost.
    pub fn read_erasures(&self) -> Result<ErasureLedger, IngestError> {
        let (path, mark) = (self.root.join(Self::ERASURES), self.mark_path());
        if !path.exists() && mark.exists() {
            let [path, mark] = [path, mark].map(|path| path.display().to_string());
            return Err(IngestError::LedgerLost { path, mark });
        }
        Self::read_ledger(&path)
    }

    /// Reads which dossiers of a data folder were erased, and makes nothing there.
    pub fn read_ledger_of(data: &Path) -> Result<ErasureLedger, IngestError> {
        Self { root: data.join("archive") }.read_erasures()
    }

    /// Notes beside the archive that dossiers were erased, where that is not noted yet.
    pub fn mark_erasures(&self, ledger: &ErasureLedger) -> Result<(), IngestError> {
        let mark = self.mark_path();
        if ledger.is_empty() || mark.exists() {
            return Ok(());
        }
        let text = PhraseBook::built_in().format_phrase("state.erasures_mark", &[]);
        fs::write(&mark, text + "\n").map_err(IngestError::unwritable_file(&mark))
    }

    fn mark_path(&self) -> PathBuf {
        self.root.with_file_name(Self::ERASURES_MARK)
    }

    /// Reads a ledger of erased dossiers wherever it lies; an empty one where there is none.
    pub fn read_ledger(path: &Path) -> Result<ErasureLedger, IngestError> {
        if !path.exists() {
            return Ok(ErasureLedger::default());
        }
        let text = fs::read_to_string(path).map_err(IngestError::unreadable_file(path))?;
        let is_whole = seal::is_seal_whole(&text) == Some(true);
        let ledger = serde_json::from_str(&text).ok().filter(|_| is_whole);
        ledger.ok_or_else(|| IngestError::Ledger { path: path.display().to_string() })
    }

    /// Writes which dossiers were erased, and that some were.
    pub fn write_erasures(&self, ledger: &ErasureLedger) -> Result<(), IngestError> {
        let path = self.root.join(Self::ERASURES);
        let new = path.with_extension("json.new");
        FaultPoint::NoteWrite
            .pass()
            .and_then(|()| fs::write(&new, seal::seal_text(ledger)))
            .map_err(IngestError::unwritable_file(&new))?;
        rename_archived(&new, &path, NOTE)?;
        // Last: a mark without a ledger stops every build.
        self.mark_erasures(ledger)
    }

    /// Where a Parquet file is written before it is committed.
    pub fn prepare_file(&self, id: &str) -> Result<PathBuf, IngestError> {
        let path = self.parquet_path(id);
        let folder = path.parent().expect("an id has a folder");
        fs::create_dir_all(folder).map_err(IngestError::unwritable_file(folder))?;
        Ok(path.with_extension("parquet.new"))
    }

    /// Makes a prepared file part of the archive.
    pub fn commit_file(&self, prepared: &Path, mut source: Source) -> Result<Source, IngestError> {
        source.parquet_sha256 = Export::from_path(prepared).compute_sha256()?;
        rename_archived(prepared, &self.parquet_path(&source.id), PARQUET)?;
        self.replace_note(&source)?;
        Ok(source)
    }

    /// Puts another note in the place of one, where what was said of an export was wrong. Its rows stay as they came.
    pub fn replace_note(&self, source: &Source) -> Result<(), IngestError> {
        self.write_note(&source.id, &seal::seal_text(source))
    }

    fn write_note(&self, id: &str, text: &str) -> Result<(), IngestError> {
        let note = self.note_path(id);
        let new = note.with_extension("json.new");
        FaultPoint::NoteWrite
            .pass()
            .and_then(|()| fs::write(&new, text))
            .map_err(IngestError::unwritable_file(&new))?;
        rename_archived(&new, &note, NOTE)
    }

    /// Reads the text of a note that is no file of this archive yet; fails where it is not as it was written, or is of another export.
    pub fn parse_note(&self, id: &str, text: &str) -> Result<Source, IngestError> {
        seal::parse_note(&self.note_path(id), text)
    }

    /// Makes a pair part of the archive that was archived elsewhere: its note is kept to the byte, its Parquet file where one was prepared.
    pub fn commit_copy(
        &self,
        source: &Source,
        (prepared, text): (Option<&Path>, &str),
    ) -> Result<(), IngestError> {
        if let Some(prepared) = prepared {
            rename_archived(prepared, &self.parquet_path(&source.id), PARQUET)?;
        }
        self.write_note(&source.id, text)
    }

    /// Every archived export, in the order they came; fails where a note is not as it was written.
    pub fn list_sources(&self) -> Result<Vec<Source>, IngestError> {
        let mut contents = self.list_contents()?;
        if contents.damaged.is_empty() {
            Ok(contents.sources)
        } else {
            Err(contents.damaged.remove(0))
        }
    }

    /// Every archived export with its Parquet file, in the order they came; fails where a note is not as it was written.
    pub fn list_with_files(&self) -> Result<Vec<(Source, PathBuf)>, IngestError> {
        let with_file = |source: Source| (source.clone(), self.parquet_path(&source.id));
        Ok(self.list_sources()?.into_iter().map(with_file).collect())
    }

    /// All that lies in the archive, so that one damaged note does not hide the others.
    pub fn list_contents(&self) -> Result<ArchiveContents, IngestError> {
        let mut contents = ArchiveContents::default();
        let mut notes = 0;
        for folder in list_entries(&self.root)?.iter().filter(|path| path.is_dir()) {
            let entries = list_entries(folder)?;
            let of_ending = |ending: &'static str| {
                entries.iter().filter(move |path| path.extension().is_some_and(|it| it == ending))
            };
            for note in of_ending("json") {
                notes += 1;
                match seal::read_note(note) {
                    Ok(source) => contents.sources.push(source),
                    Err(error) => contents.damaged.push(error),
                }
            }
            let with_note: BTreeSet<PathBuf> =
                of_ending("json").map(|note| note.with_extension("parquet")).collect();
            let without = of_ending("parquet").filter(|parquet| !with_note.contains(*parquet));
            contents.without_note.extend(without.cloned());
        }
        numbering::settle_numbers(&mut contents.sources);
        let last = contents.sources.last().map_or(0, |last| last.number);
        // The number of a damaged note is not known: as many were given as there are notes.
        contents.next_number = last.max(notes) + 1;
        Ok(contents)
    }

    /// Fails where the Parquet file of an export is missing, or holds other bytes than were archived.
    pub fn verify_parquet(&self, source: &Source) -> Result<(), IngestError> {
        let path = self.parquet_path(&source.id);
        let damaged = |problem| IngestError::Damaged {
            path: path.display().to_string(),
            file_name: source.file_name.clone(),
            problem,
        };
        if !path.exists() {
            return Err(damaged(ParquetProblem::Missing));
        }
        if Export::from_path(&path).compute_sha256()? != source.parquet_sha256 {
            return Err(damaged(ParquetProblem::Changed));
        }
        Ok(())
    }

    /// Returns the path of a source's note, whether it is there or not.
    pub fn note_path(&self, id: &str) -> PathBuf {
        self.root.join(format!("{id}.json"))
    }
}

fn list_entries(folder: &Path) -> Result<Vec<PathBuf>, IngestError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(IngestError::unreadable_file(folder))? {
        paths.push(entry.map_err(IngestError::unreadable_file(folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

const PARQUET: RenamePoints = RenamePoints {
    sync: FaultPoint::ParquetSync,
    rename: FaultPoint::ParquetRename,
    sync_folder: FaultPoint::ParquetFolderSync,
};
const NOTE: RenamePoints = RenamePoints {
    sync: FaultPoint::NoteSync,
    rename: FaultPoint::NoteRename,
    sync_folder: FaultPoint::NoteFolderSync,
};

fn rename_archived(from: &Path, to: &Path, points: RenamePoints) -> Result<(), IngestError> {
    rename_durably(from, to, points)
        .map_err(|error| IngestError::unwritable_file(&error.path)(error.source))
}
