//! The files of a lock: how they are called, and how they are written so that they last.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    lock_error::LockError,
    lock_note::{LockNote, LockedFile},
};
use crate::{
    disk::{RenamePoints, rename_durably, sync_file},
    domain::{fault_point::FaultPoint, hex::encode_hex, period::Period},
    ingest::archive::seal::seal_text,
};

/// Names the note of a lock.
pub const NOTE: &str = "lock.json";
/// Names the table of its numbers.
pub const NUMBERS: &str = "numbers.csv";

/// Begins the name of a lock that is being written.
pub const UNFINISHED: &str = ".new-";

const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::LockSync,
    rename: FaultPoint::LockRename,
    sync_folder: FaultPoint::LockFolderSync,
};

/// `2023-12`, `bc-2023-12`: what the folders of a period's locks begin with.
pub fn folder_name(period: Period) -> String {
    period.to_string().replace(':', "-")
}

/// The period that the folder of a lock is named for.
pub fn named_period(folder: &str) -> Option<Period> {
    let name = folder.split('_').next()?;
    let calendar = name.strip_prefix("bc-").map(|rest| format!("bc:{rest}"));
    calendar.as_deref().unwrap_or(name).parse().ok()
}

/// The digest of bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    encode_hex(&Sha256::digest(bytes))
}

/// Names a file of a lock that is not as it was locked.
pub fn damaged_file(folder: &Path, file: &str) -> LockError {
    LockError::Damaged { path: folder.display().to_string(), file: file.to_owned() }
}

/// Puts another note in the place of a lock's, whole or not at all.
pub fn replace_note(folder: &Path, note: &LockNote) -> Result<(), LockError> {
    let (path, aside) = (folder.join(NOTE), folder.join(format!("{NOTE}.new")));
    FaultPoint::LockWrite
        .pass()
        .and_then(|()| fs::write(&aside, seal_text(note)))
        .map_err(LockError::at_path(&aside))?;
    rename_durably(&aside, &path, POINTS)
        .map_err(|error| LockError::at_path(&error.path)(error.source))
}

/// Names a file that lies in a lock, once its bytes last.
pub fn name_file(folder: &Path, name: &str) -> Result<LockedFile, LockError> {
    let path: PathBuf = folder.join(name);
    FaultPoint::LockSync
        .pass()
        .and_then(|()| sync_file(&path))
        .map_err(LockError::at_path(&path))?;
    let bytes = fs::read(&path).map_err(LockError::at_path(&path))?;
    Ok(LockedFile { name: name.to_owned(), size: bytes.len() as u64, sha256: digest(&bytes) })
}

/// Writes a file of a lock, and names it once its bytes last.
pub fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<LockedFile, LockError> {
    let path = folder.join(name);
    FaultPoint::LockWrite
        .pass()
        .and_then(|()| fs::write(&path, bytes))
        .map_err(LockError::at_path(&path))?;
    name_file(folder, name)
}
