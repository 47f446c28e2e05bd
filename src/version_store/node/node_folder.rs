//! The data folder of a node: of nobody else, and of one process.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use super::{
    super::{
        error::VersionError,
        install::shown_build,
        manifest::{VersionFile, WAREHOUSE},
    },
    memory::FOLLOW,
};
use crate::{
    catalog::{OWN_CONTENT, target::office_target},
    ingest::archive::Archive,
    period_lock::LOCKS,
    warehouse::{FileLock, find_published},
};

/// Locked for as long as a process follows.
const LOCK: &str = "follow.lock";

/// Fails where a folder that is to be a node's holds anything of an office: it would be lost with the first version.
pub(in crate::version_store) fn ensure_unused(data: &Path) -> Result<(), VersionError> {
    let holds = |name: &str| {
        fs::read_dir(data.join(name)).is_ok_and(|mut entries| entries.next().is_some())
    };
    let holds_archive = || {
        let sources = Archive::open_in(data).and_then(|archive| archive.list_sources());
        sources.map_or(true, |sources| !sources.is_empty())
    };
    let is_used = find_published(data).is_some()
        || [LOCKS, OWN_CONTENT].into_iter().any(holds)
        || data.join(office_target::FILE).exists()
        || (data.join("archive").exists() && holds_archive());
    if !is_used {
        return Ok(());
    }
    Err(VersionError::OwnFolder { path: data.display().to_string() })
}

/// Locks the folder for this process. Fails where another one follows there.
pub(in crate::version_store) fn lock_node(data: &Path) -> Result<FileLock, VersionError> {
    let (folder, path) = (data.join(FOLLOW), data.join(FOLLOW).join(LOCK));
    fs::create_dir_all(&folder).map_err(VersionError::at_path(&folder))?;
    let opened = File::options().write(true).create(true).truncate(false).open(&path);
    let opened = opened.map_err(VersionError::at_path(&path))?;
    FileLock::try_exclusive(opened).map_err(|(_, error)| match error {
        TryLockError::WouldBlock => VersionError::InUse { path: data.display().to_string() },
        TryLockError::Error(error) => VersionError::at_path(&path)(error),
    })
}

/// Files of locks are many, and seldom other than they were; the build is large.
pub(in crate::version_store) fn is_file_there(data: &Path, file: &VersionFile) -> bool {
    if file.path == WAREHOUSE {
        return shown_build(data, &file.sha256).is_some();
    }
    let is_beside = file.path == office_target::FILE || file.path.starts_with(LOCKS);
    is_beside && file.is_at(&data.join(&file.path))
}
