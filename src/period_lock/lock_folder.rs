//! The folder of locks in a data folder: which there are, and whether each is as it was locked.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    lock_error::LockError,
    lock_files::{NOTE, NUMBERS, UNFINISHED, damaged_file, digest, named_period, replace_note},
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

    /// Fails at the first lock that is not as it was locked: what must go out of every lock may be in it, and nobody can say.
    pub fn require_whole(&self) -> Result<(), LockError> {
        for shelved in self.list_locks()? {
            shelved.open()?;
        }
        Ok(())
    }

    /// Says in a text what changes with every lock that is made, changed or taken off, and with every file of one; empty where there is
    /// none.
    pub fn stamp(&self) -> String {
        let mut marks = Vec::new();
        mark_files(&self.root, &mut marks);
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

    /// Finds a lock by the name of its folder, in force or taken off, read through; `None` where there is none. Fails where it is not as it
    /// was locked.
    pub fn find_lock(&self, id: &str) -> Result<Option<LockedPeriod>, LockError> {
        let is_it = |shelved: &ShelvedLock| shelved.path.file_name().is_some_and(|name| name == id);
        self.list_locks()?.into_iter().find(is_it).map(ShelvedLock::open).transpose()
    }

    /// Finds the note of the lock that is in force of the days of a period, whatever it calls them; its files are not looked at.
    pub fn find_note(&self, period: Period) -> Result<Option<(PathBuf, LockNote)>, LockError> {
        let days = (period.start(), period.end());
        for shelved in self.list_locks()? {
            let folder = shelved.path.file_name().map(|it| it.to_string_lossy().into_owned());
            let named = folder.as_deref().and_then(named_period);
            let may_be = named.is_some_and(|it| (it.start(), it.end()) == days);
            let note = match shelved.read {
                Ok(note) => note,
                Err(error) if may_be => return Err(error),
                Err(_) => continue,
            };
            // Other names of the same days are of the same period.
            if note.is_in_force() && (note.first_day, note.last_day) == days {
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
                for (_, file) in list_unnamed(&path, &note) {
                    let _ = fs::remove_file(file);
                }
            }
        }
    }
}

impl ShelvedLock {
    /// Reads every file of the lock; fails where one is not as it was locked, or lies there unnamed.
    pub fn verify(self) -> Result<LockedPeriod, LockError> {
        let lock = self.open()?;
        match list_unnamed(&lock.folder, &lock.note).into_iter().next() {
            Some((file, _)) => {
                Err(LockError::Unnamed { path: lock.folder.display().to_string(), file })
            }
            None => Ok(lock),
        }
    }

    /// Reads every file that the note of the lock names; fails where one is not as it was locked.
    pub(super) fn open(self) -> Result<LockedPeriod, LockError> {
        open_lock(&self.path, self.read?)
    }
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// The files below a lock that its note does not name, by their names there.
fn list_unnamed(folder: &Path, note: &LockNote) -> Vec<(String, PathBuf)> {
    let mut unnamed = Vec::new();
    for (below, prefix) in [(folder.to_owned(), ""), (folder.join("papers"), "papers/")] {
        for entry in fs::read_dir(&below).into_iter().flatten().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let is_named = name == NOTE || note.files.iter().any(|file| file.name == name);
            if !is_named && entry.path().is_file() {
                unnamed.push((name, entry.path()));
            }
        }
    }
    unnamed.sort();
    unnamed
}

/// Marks everything below a folder by name, time and size: what was changed by hand is read through again.
fn mark_files(folder: &Path, marks: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let seen = entry.metadata().map(|it| (it.modified().ok(), it.len())).ok();
        marks.push(format!("{} {seen:?}", path.display()));
        if path.is_dir() {
            mark_files(&path, marks);
        }
    }
}

#[derive(serde::Deserialize)]
struct ShapeOnly {
    shape: u32,
}

fn read_note(folder: &Path) -> Result<LockNote, LockError> {
    let path = folder.join(NOTE);
    let damaged = || damaged_file(folder, NOTE);
    let text = match fs::read_to_string(&path) {
        // A lock that lost its note is still one.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(damaged()),
        text => text.map_err(LockError::at_path(&path))?,
    };
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
