//! Files that only their owner reads, written so that a power cut leaves the old or the new, never half.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::super::error::BackupError;
use crate::{
    disk::{RenamePoints, rename_durably, sync_folder},
    domain::{fault_point::FaultPoint, hex::encode_hex},
};

const COPY: RenamePoints = RenamePoints {
    sync: FaultPoint::BackupSync,
    rename: FaultPoint::BackupRename,
    sync_folder: FaultPoint::BackupFolderSync,
};

/// The ending of what is being written.
pub(in crate::backup) const UNFINISHED: &str = "new";

/// Makes a folder, with those above it, that other accounts of the machine cannot look into.
pub(in crate::backup) fn make_private_folder(path: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    // The rights of one that is there are its owner's affair.
    builder.create(path).map_err(BackupError::at_path(path))
}

/// Opens a new file that other accounts cannot read.
pub(in crate::backup) fn create_private_file(path: &Path) -> Result<File, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    FaultPoint::BackupWrite
        .pass()
        .and_then(|()| options.open(path))
        .map_err(BackupError::at_path(path))
}

/// Renames what was written into place: contents first, then the name, then the folder.
pub(in crate::backup) fn rename_synced(from: &Path, to: &Path) -> Result<(), BackupError> {
    rename_durably(from, to, COPY).map_err(|error| BackupError::at_path(&error.path)(error.source))
}

/// Makes the names in a folder last.
pub(in crate::backup) fn sync_names(folder: &Path) -> Result<(), BackupError> {
    FaultPoint::BackupFolderSync
        .pass()
        .and_then(|()| sync_folder(folder))
        .map_err(BackupError::at_path(folder))
}

/// Writes a small file whole, or leaves the one that was there.
pub(in crate::backup) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let aside = with_ending(path, UNFINISHED);
    create_private_file(&aside)?.write_all(bytes).map_err(BackupError::at_path(&aside))?;
    rename_synced(&aside, path)
}

/// `name.ending` beside a path, whatever ending its name has.
pub(in crate::backup) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Reads a file through, hands its bytes on, and returns digest and size.
pub(in crate::backup) fn digest_file(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<(String, u64), BackupError> {
    let mut file = File::open(path).map_err(BackupError::at_path(path))?;
    let (mut digest, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(BackupError::at_path(path))?;
        if read == 0 {
            return Ok((encode_hex(&digest.finalize()), size));
        }
        digest.update(&buffer[..read]);
        size += read as u64;
        take(&buffer[..read])?;
    }
}

/// Copies a file for its owner alone, and returns the digest and the size of what was copied.
pub(in crate::backup) fn copy_private(
    from: &Path,
    to: &Path,
) -> Result<(String, u64), BackupError> {
    let mut output = create_private_file(to)?;
    digest_file(from, |bytes| output.write_all(bytes).map_err(BackupError::at_path(to)))
}

/// Every entry of a folder, sorted; none where there is no folder.
pub(in crate::backup) fn list_folder(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(BackupError::at_path(folder))?,
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> =
        paths.collect::<Result<_, _>>().map_err(BackupError::at_path(folder))?;
    paths.sort();
    Ok(paths)
}

/// Whether a path's name ends as what is being written does.
pub(in crate::backup) fn is_unfinished(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == UNFINISHED)
}
