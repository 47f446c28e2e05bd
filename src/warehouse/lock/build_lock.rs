//! One builder at a time.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use jiff::civil::DateTime;

use super::FileLock;
use crate::{domain::fault_point::FaultPoint, warehouse::WarehouseError};

/// What is locked.
const LOCK: &str = "build.lock";

/// Who holds the lock. A file of its own: on Windows nobody else can read what is locked.
const OWNER: &str = "build-owner.txt";

/// Held while something is written into a data folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct BuildLock {
    _file: FileLock,
}

/// Tells who holds the lock, as far as the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockHolder {
    pub process: Option<u32>,
    /// Local civil time.
    pub since: Option<DateTime>,
}

impl BuildLock {
    /// The names of its files in a data folder.
    pub const FILES: [&str; 2] = [LOCK, OWNER];

    /// Tells who holds the lock of a data folder; `None` where nobody does. Nothing is made where there is no lock yet, and what
    /// is free is held for no longer than the look takes.
    pub fn find_holder(data: &Path) -> Result<Option<LockHolder>, WarehouseError> {
        let path = data.join(LOCK);
        if !path.exists() {
            return Ok(None);
        }
        let wrap = || WarehouseError::wrap_io(format!("cannot read `{}`", path.display()));
        match FileLock::try_shared(File::open(&path).map_err(wrap())?) {
            Ok(_) => Ok(None),
            Err((_, TryLockError::WouldBlock)) => {
                Ok(Some(LockHolder::parse_note(&read_owner(data))))
            }
            Err((_, TryLockError::Error(error))) => Err(wrap()(error)),
        }
    }

    /// Takes the lock of a data folder and writes the process and the time beside it. Fails at
    /// once, without waiting, where another process holds it.
    pub fn acquire_lock(data: &Path, now: DateTime) -> Result<Self, WarehouseError> {
        let path = data.join(LOCK);
        let doing = || format!("cannot use `{}`", path.display());
        std::fs::create_dir_all(data)
            .map_err(WarehouseError::wrap_io(format!("cannot make `{}`", data.display())))?;
        let file =
            (File::options().read(true).write(true).create(true).truncate(false).open(&path))
                .map_err(WarehouseError::wrap_io(doing()))?;
        let held = match FileLock::try_exclusive(file) {
            Ok(held) => held,
            Err((_, TryLockError::WouldBlock)) => {
                return Err(WarehouseError::Locked { owner: read_owner(data).trim().to_owned() });
            }
            Err((_, TryLockError::Error(error))) => {
                return Err(WarehouseError::wrap_io(doing())(error));
            }
        };
        let owner =
            format!("process {} since {}\n", std::process::id(), now.strftime("%Y-%m-%d %H:%M:%S"));
        FaultPoint::BuildLockWrite.pass().map_err(WarehouseError::wrap_io(doing()))?;
        // Of another owner before, or of nobody: it is a note for people, and the lock holds without it.
        if let Err(error) = fs::write(data.join(OWNER), owner) {
            tracing::warn!(error = %error, "who builds could not be written down in `{OWNER}`");
        }
        Ok(Self { _file: held })
    }
}

/// Who holds a lock that is held. The note is for people: a lock without one is held all the same.
fn read_owner(data: &Path) -> String {
    fs::read_to_string(data.join(OWNER)).unwrap_or_default()
}

impl LockHolder {
    /// Reads the note `acquire_lock` writes: `process 12 since 2026-11-28 21:30:00`.
    fn parse_note(note: &str) -> Self {
        let mut words = note.split_whitespace();
        let process = words.nth(1).and_then(|word| word.parse().ok());
        let since = words.skip(1).collect::<Vec<_>>().join("T").parse().ok();
        Self { process, since }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn who_builds_is_told_to_who_looks_and_nobody_is_when_it_is_done() {
        let data = tempfile::tempdir().expect("a folder");
        let look = || BuildLock::find_holder(data.path()).expect("looked");
        assert_eq!(look(), None);
        assert!(!data.path().join("build.lock").exists(), "a look makes no lock");
        let since = date(2026, 11, 28).at(21, 30, 5, 0);
        let held = BuildLock::acquire_lock(data.path(), since).expect("free");
        let holder = LockHolder { process: Some(std::process::id()), since: Some(since) };
        assert_eq!(look(), Some(holder));
        drop(held);
        assert_eq!(look(), None);
    }
}
