//! The archive folder: one Parquet file per export and a note beside it, never rewritten.
//!
//! Invariant: the note is renamed into place last, so an export is either archived whole or not at all.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Export, IngestError};
use crate::domain::source::Source;

#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
}

impl Archive {
    pub fn open(data: &Path) -> Result<Self, IngestError> {
        let root = data.join("archive");
        fs::create_dir_all(&root).map_err(IngestError::unreadable(&root))?;
        Ok(Self { root })
    }

    /// Names the pair of files of an export: the same bytes read by the same connector are the same source.
    pub fn id(connector: &str, sha256: &str) -> String {
        format!("{connector}/{}", &sha256[..16])
    }

    pub fn parquet(&self, id: &str) -> PathBuf {
        self.root.join(format!("{id}.parquet"))
    }

    pub fn note(&self, id: &str) -> Result<Option<Source>, IngestError> {
        let path = self.note_path(id);
        if path.exists() { read_note(&path).map(Some) } else { Ok(None) }
    }

    /// Where a Parquet file is written before it is committed.
    pub fn prepare(&self, id: &str) -> Result<PathBuf, IngestError> {
        let path = self.parquet(id);
        let folder = path.parent().expect("an id has a folder");
        fs::create_dir_all(folder).map_err(IngestError::unreadable(folder))?;
        Ok(path.with_extension("parquet.new"))
    }

    /// Makes a prepared file part of the archive.
    pub fn commit(&self, prepared: &Path, mut source: Source) -> Result<Source, IngestError> {
        source.parquet_sha256 = Export::at(prepared).sha256()?;
        rename_synced(prepared, &self.parquet(&source.id))?;
        self.amend(&source)?;
        Ok(source)
    }

    /// Puts another note in the place of one, where what was said of an export was wrong. Its rows stay as they came.
    pub fn amend(&self, source: &Source) -> Result<(), IngestError> {
        let note = self.note_path(&source.id);
        let new = note.with_extension("json.new");
        let text = serde_json::to_string_pretty(source).expect("a note is plain data");
        fs::write(&new, text + "\n").map_err(IngestError::unreadable(&new))?;
        rename_synced(&new, &note)
    }

    /// Every archived export, in the order they came.
    pub fn sources(&self) -> Result<Vec<Source>, IngestError> {
        let mut sources = Vec::new();
        for folder in entries(&self.root)?.iter().filter(|path| path.is_dir()) {
            for path in entries(folder)?
                .iter()
                .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            {
                sources.push(read_note(path)?);
            }
        }
        sources.sort_by_key(|source| source.number);
        Ok(sources)
    }

    fn note_path(&self, id: &str) -> PathBuf {
        self.root.join(format!("{id}.json"))
    }
}

fn read_note(path: &Path) -> Result<Source, IngestError> {
    let text = fs::read_to_string(path).map_err(IngestError::unreadable(path))?;
    serde_json::from_str(&text).map_err(|error| IngestError::Archive {
        path: path.display().to_string(),
        problem: error.to_string(),
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, IngestError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(IngestError::unreadable(folder))? {
        paths.push(entry.map_err(IngestError::unreadable(folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// A rename that survives a power cut: contents first, then the name.
fn rename_synced(from: &Path, to: &Path) -> Result<(), IngestError> {
    let synced = fs::File::open(from).and_then(|file| file.sync_all());
    synced.and_then(|()| fs::rename(from, to)).map_err(IngestError::unreadable(from))?;
    if let Some(folder) = to.parent().filter(|_| cfg!(unix)) {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(IngestError::unreadable(folder))?;
    }
    Ok(())
}
