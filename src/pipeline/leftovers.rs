//! What a process that died left behind, and only that.

use std::{
    fs::{self, File},
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use jiff::civil::DateTime;
use tempfile::{Builder, TempDir};

use crate::{
    period_lock::LockFolder,
    version_store::FollowStatus,
    warehouse::{BuildLock, FileLock, remove_superseded},
};

/// Begins the name of every temporary folder outside of the data folder.
const PREFIX: &str = "motcua-scratch-";
/// The file in it that is locked for as long as it is used.
const IN_USE: &str = "in-use";
/// What is younger may belong to a process that is just making it.
const SETTLED: Duration = Duration::from_hours(1);

/// A temporary folder outside of the data folder, gone with the value. The system lets go of its lock when the process ends, however it
/// ends, and the next start removes what is not locked.
pub struct ScratchFolder {
    // Closed before its folder goes: Windows keeps the name of a file that is open.
    _in_use: File,
    folder: TempDir,
}

impl ScratchFolder {
    /// Makes a folder in the system's temporary one. Fails where that cannot be written to.
    pub fn make() -> io::Result<Self> {
        let folder = Builder::new().prefix(PREFIX).tempdir()?;
        let in_use = File::create(folder.path().join(IN_USE))?;
        in_use.lock()?;
        Ok(Self { _in_use: in_use, folder })
    }

    /// Returns where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes what dead processes left, unless somebody writes to the data folder right now: who does has removed it already.
pub fn sweep_at_start(data: &Path, now: DateTime) {
    if let Ok(_lock) = BuildLock::acquire_lock(data, now) {
        sweep_leftovers(data);
        // Which build is a reading node's it knows itself.
        if matches!(FollowStatus::read(data), Ok(None)) {
            remove_superseded(data);
        }
        let _ = fs::remove_dir_all(data.join("build"));
    }
}

/// Removes files of the data folder that never got their name, and temporary folders nobody uses. The caller holds the build lock: nobody
/// else writes to the archive. What cannot be removed is told of where room is missing.
pub(super) fn sweep_leftovers(data: &Path) {
    for folder in ["archive", "fetch"] {
        for entry in entries(&data.join(folder)) {
            for file in entries(&entry.path()) {
                let name = file.file_name().to_string_lossy().into_owned();
                if name.ends_with(".parquet.new") || name.ends_with(".json.new") {
                    let _ = fs::remove_file(file.path());
                }
            }
        }
    }
    LockFolder::of_data(data).sweep();
    // Others of ours are made without the lock: the state, and the office's own targets.
    for file in entries(data) {
        let name = file.file_name().to_string_lossy().into_owned();
        let is_ours = (name.starts_with("state.")
            && file.path().extension().is_some_and(|ending| ending == "new"))
            || name.starts_with(".tmp");
        if is_ours && is_settled(&file.path()) {
            let _ = fs::remove_file(file.path());
        }
    }
    for folder in entries(&std::env::temp_dir()) {
        let is_ours = folder.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && is_unused(&folder.path()) {
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

/// Whether nobody holds the lock of a temporary folder; one without its file may be just being made.
fn is_unused(folder: &Path) -> bool {
    let path = folder.join(IN_USE);
    // What is no plain file is none of ours, and to open a pipe of somebody else's would wait for them.
    let is_plain = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    match is_plain.then(|| File::open(&path)) {
        Some(Ok(in_use)) => FileLock::try_exclusive(in_use).is_ok(),
        _ => is_settled(folder),
    }
}

fn is_settled(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|found| found.modified());
    let age = modified.ok().and_then(|then| SystemTime::now().duration_since(then).ok());
    age.is_some_and(|age| age > SETTLED)
}
