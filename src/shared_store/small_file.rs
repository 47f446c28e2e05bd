//! Notes of a data folder: small, written whole or not at all.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

use super::error::StoreError;
use crate::{
    disk::{RenamePoints, rename_durably},
    domain::fault_point::FaultPoint,
};

/// Where a test lets the writing of a note fail.
pub const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::VersionSync,
    rename: FaultPoint::VersionRename,
    sync_folder: FaultPoint::VersionFolderSync,
};

/// Reads a note; `None` where there is none. Fails where one is there that cannot be read: what it held is not guessed.
pub fn read_note<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StoreError> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        bytes => bytes.map_err(StoreError::at_path(path))?,
    };
    let unread = |_| StoreError::Note { path: path.display().to_string() };
    serde_json::from_slice(&bytes).map(Some).map_err(unread)
}

/// Writes a note in the place of the one that was there.
pub fn write_note(path: &Path, note: &impl Serialize) -> Result<(), StoreError> {
    let text = serde_json::to_string_pretty(note).expect("a note is plain data") + "\n";
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(StoreError::at_path(folder))?;
    }
    let aside = path.with_extension("json.new");
    let written = FaultPoint::VersionWrite
        .pass()
        .and_then(|()| File::create(&aside))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(StoreError::at_path(&aside))?;
    put_in_place(&aside, path)
}

/// Gives what was written aside its name, for good.
pub fn put_in_place(aside: &Path, path: &Path) -> Result<(), StoreError> {
    rename_durably(aside, path, POINTS)
        .map_err(|error| StoreError::at_path(&error.path)(error.source))
}

/// Removes a file; one that is not there is removed.
pub fn remove_file(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::at_path(path)(error)),
        _ => Ok(()),
    }
}
