//! The folder of locks in a data folder: which there are, and whether each is as it was locked.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    lock_error::LockError,
    lock_files::{NOTE, NUMBERS, UNFINISHED, damaged_file, digest, folder_name, replace_note},
    lock_note::{LockNote, LockRelease, SHAPE},
    locked_numbers::LockedNumbers,
    locked_period::LockedPeriod,
};
use crate::{domain::period::Period, ingest::archive::seal::is_seal_whole};

/// Names the folder of locks in a data folder.
pub const LOCKS: &str = "locks";

/// Is the folder that keeps the locks of a data folder.
#[derive(Debug, Clone)]
pub struct LockFolder {
    pub(super) root: PathBuf,
}

/// A lock as it lies there: its note, and what of it is not as it was locked.
#[derive(Debug)]
pub struct ShelvedLock {
    pub path: PathBuf,
    pub read: Result<LockNote, LockError>,
}

impl LockFolder {
    /// Names the folder of locks in a data folder, whether it is there or not.
    pub fn of_data(data: &Path) -> Self {
        Self { root: data.join(LOCKS) }
    }

    /// Reads the notes of all locks, by name. What is damaged is listed with why; files are not read through.
    pub fn list_locks(&self) -> Result<Vec<ShelvedLock>, LockError> {
        let entries = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(LockError::at_path(&self.root))?,
        };
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> =
            paths.collect::<Result<_, _>>().map_err(LockError::at_path(&self.root))?;
        paths.retain(|path| !is_unfinished(path));
        paths.sort();
        let read = |path: PathBuf| ShelvedLock { read: read_note(&path), path };
        Ok(paths.into_iter().map(read).collect())
    }

    /// Says in a text what changes with every lock that is made, changed or taken off; empty where there is none.
    pub fn stamp(&self) -> String {
        let mut marks = Vec::new();
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            if let Ok(note) = fs::metadata(entry.path().join(NOTE)) {
                let name = entry.file_name().to_string_lossy().into_owned();
                marks.push(format!("{name} {:?} {}", note.modified().ok(), note.len()));
            }
        }
        marks.sort();
        marks.join("; ")
    }

    /// Finds the lock that is in force of a period, read through; `None` where it is not locked. Fails where any lock of the folder
    /// that may be of the period cannot be read, or a file of it is not as it was locked.
    pub fn find_in_force(&self, period: Period) -> Result<Option<LockedPeriod>, LockError> {
        match self.find_note(period)? {
            Some((path, note)) => open_lock(&path, note).map(Some),
            None => Ok(None),
        }
    }

    /// Finds the note of the lock that is in force of a period; its files are not looked at.
    pub fn find_note(&self, period: Period) -> Result<Option<(PathBuf, LockNote)>, LockError> {
        let name = folder_name(period);
        for shelved in self.list_locks()? {
            let folder = shelved.path.file_name().map(|it| it.to_string_lossy().into_owned());
            let may_be = folder.is_some_and(|it| it.split('_').next() == Some(&name));
            if !may_be {
                continue;
            }
            let note = shelved.read?;
            if note.is_in_force() && note.period() == Some(period) {
                return Ok(Some((shelved.path, note)));
            }
        }
        Ok(None)
    }

    /// Notes who took the lock of a period off, and why; its files stay.
    pub fn release(&self, period: Period, release: LockRelease) -> Result<LockNote, LockError> {
        if release.reason.trim().is_empty() {
            return Err(LockError::NoReason);
        }
        let Some((path, note)) = self.find_note(period)? else {
            return Err(LockError::NoLock { period: period.to_string() });
        };
        let released = LockNote { released: Some(release), ..note };
        replace_note(&path, &released)?;
        Ok(released)
    }

    /// Removes what a dead process left: locks that never got their name, and files that no note names. The caller holds the build
    /// lock.
    pub fn sweep(&self) {
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let path = entry.path();
            if is_unfinished(&path) {
                let _ = fs::remove_dir_all(&path);
            } else if let Ok(note) = read_note(&path) {
                for file in fs::read_dir(&path).into_iter().flatten().flatten() {
                    let name = file.file_name().to_string_lossy().into_owned();
                    let ending = file.path().extension().map(std::ffi::OsStr::to_owned);
                    let is_ours = ending.as_ref().is_some_and(|ending| ending == "new")
                        || (ending.is_some_and(|ending| ending == "parquet")
                            && note.rows_file().is_some_and(|rows| rows.name != name));
                    if is_ours {
                        let _ = fs::remove_file(file.path());
                    }
                }
            }
        }
    }
}

impl ShelvedLock {
    /// Reads every file of the lock; fails where one is not as it was locked.
    pub fn verify(self) -> Result<LockedPeriod, LockError> {
        open_lock(&self.path, self.read?)
    }
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

#[derive(serde::Deserialize)]
struct ShapeOnly {
    shape: u32,
}

fn read_note(folder: &Path) -> Result<LockNote, LockError> {
    let path = folder.join(NOTE);
    let text = fs::read_to_string(&path).map_err(LockError::at_path(&path))?;
    let damaged = || damaged_file(folder, NOTE);
    if is_seal_whole(&text) != Some(true) {
        return Err(damaged());
    }
    if serde_json::from_str::<ShapeOnly>(&text).is_ok_and(|only| only.shape > SHAPE) {
        return Err(LockError::Newer { path: folder.display().to_string() });
    }
    let note: LockNote = serde_json::from_str(&text).map_err(|_| damaged())?;
    // Its folder's name is part of what it says.
    if folder.file_name().is_some_and(|name| name.to_string_lossy() == note.id) {
        Ok(note)
    } else {
        Err(damaged())
    }
}

fn open_lock(folder: &Path, note: LockNote) -> Result<LockedPeriod, LockError> {
    let mut numbers = None;
    for file in &note.files {
        let path = folder.join(&file.name);
        let bytes = fs::read(&path).map_err(|_| damaged_file(folder, &file.name))?;
        if digest(&bytes) != file.sha256 {
            return Err(damaged_file(folder, &file.name));
        }
        if file.name == NUMBERS {
            numbers = LockedNumbers::parse_csv(&bytes);
        }
    }
    let numbers = numbers.ok_or_else(|| damaged_file(folder, NUMBERS))?;
    Ok(LockedPeriod { folder: folder.to_owned(), note, numbers })
}
