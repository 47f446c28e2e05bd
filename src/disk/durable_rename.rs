//! Renames that survive a power cut, on each system by its own rules: Windows flushes no file that was opened for reading and no
//! folder, and lets nobody rename what a virus scanner or Excel holds for a moment.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempPath;

use super::held_file::is_held;
use crate::domain::fault_point::FaultPoint;

/// After how many milliseconds a rename that somebody else's hold refused is tried again: two seconds in all.
const PAUSES: [u64; 6] = [20, 60, 120, 300, 500, 1_000];

/// Names the three places of a durable rename at which a test can let it fail.
#[derive(Debug, Clone, Copy)]
pub struct RenamePoints {
    /// Before the contents are made to last.
    pub sync: FaultPoint,
    /// Before the name is given.
    pub rename: FaultPoint,
    /// Before the folder's names are made to last.
    pub sync_folder: FaultPoint,
}

/// Says at which path a durable rename failed.
#[derive(Debug)]
pub struct RenameError {
    /// The file or folder that could not be used.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl From<RenameError> for io::Error {
    fn from(error: RenameError) -> Self {
        error.source
    }
}

/// Gives a file that was written aside its name: contents first, then the name, then the folder.
pub fn rename_durably(from: &Path, to: &Path, points: RenamePoints) -> Result<(), RenameError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| RenameError { path, source }
    };
    points.sync.pass().and_then(|()| sync_file(from)).map_err(at(from))?;
    points.rename.pass().and_then(|()| rename_patiently(from, to)).map_err(at(to))?;
    sync_name(to, points)
}

/// The same where nothing has the name yet. Fails with `AlreadyExists` where something does, and leaves it.
pub fn rename_durably_if_free(
    from: TempPath,
    to: &Path,
    points: RenamePoints,
) -> Result<(), RenameError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| RenameError { path, source }
    };
    points.sync.pass().and_then(|()| sync_file(&from)).map_err(at(&from))?;
    points.rename.pass().map_err(at(to))?;
    let mut aside = Some(from);
    let give_name = || {
        let Some(from) = aside.take() else { return Ok(()) };
        from.persist_noclobber(to).map_err(|refused| {
            aside = Some(refused.path);
            refused.error
        })
    };
    try_while_held(give_name, may_be_held, thread::sleep).map_err(at(to))?;
    sync_name(to, points)
}

fn sync_name(to: &Path, points: RenamePoints) -> Result<(), RenameError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| RenameError { path, source }
    };
    let Some(folder) = to.parent().filter(|_| cfg!(unix)) else {
        return Ok(());
    };
    points.sync_folder.pass().and_then(|()| sync_folder(folder)).map_err(at(folder))
}

/// Makes a file's contents last.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Opened for writing: Windows flushes nothing else.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Makes the names in a folder last, where the system can.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    // The parent of a bare name is the folder the program stands in.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Renames, and tries again for two seconds while somebody else holds either file.
pub fn rename_patiently(from: &Path, to: &Path) -> io::Result<()> {
    try_while_held(|| fs::rename(from, to), may_be_held, thread::sleep)
}

/// Removes a file or a whole folder, and tries again for two seconds while somebody else holds what is in it.
pub fn remove_patiently(path: &Path) -> io::Result<()> {
    let remove = || if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    try_while_held(remove, may_be_held, thread::sleep)
}

/// What a holder's short hold looks like: Windows says access denied of a name that is held, too.
fn may_be_held(error: &io::Error) -> bool {
    is_held(error) || (cfg!(windows) && error.raw_os_error() == Some(5))
}

fn try_while_held(
    mut act: impl FnMut() -> io::Result<()>,
    is_held: impl Fn(&io::Error) -> bool,
    mut pause: impl FnMut(Duration),
) -> io::Result<()> {
    for length in PAUSES {
        match act() {
            Err(error) if is_held(&error) => pause(Duration::from_millis(length)),
            ended => return ended,
        }
    }
    act()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINTS: RenamePoints = RenamePoints {
        sync: FaultPoint::ParquetSync,
        rename: FaultPoint::ParquetRename,
        sync_folder: FaultPoint::ParquetFolderSync,
    };

    fn held_times(times: usize) -> (io::Result<()>, usize, Duration) {
        let (mut tries, mut slept) = (0, Duration::ZERO);
        let ended = try_while_held(
            || {
                tries += 1;
                if tries <= times { Err(io::Error::from_raw_os_error(32)) } else { Ok(()) }
            },
            |error| error.raw_os_error() == Some(32),
            |length| slept += length,
        );
        (ended, tries, slept)
    }

    #[test]
    fn a_file_that_is_held_for_a_moment_is_renamed_after_it() {
        let (ended, tries, slept) = held_times(2);
        ended.expect("renamed");
        assert_eq!((tries, slept), (3, Duration::from_millis(80)));
    }

    #[test]
    fn a_file_that_stays_held_is_an_error_after_two_seconds() {
        let (ended, tries, slept) = held_times(usize::MAX);
        assert_eq!(ended.expect_err("held").raw_os_error(), Some(32));
        assert_eq!((tries, slept), (7, Duration::from_secs(2)));
    }

    #[test]
    fn another_error_is_not_tried_again() {
        let mut tries = 0;
        let ended = try_while_held(
            || {
                tries += 1;
                Err(io::ErrorKind::NotFound.into())
            },
            may_be_held,
            |_| panic!("no pause"),
        );
        assert_eq!((ended.expect_err("gone").kind(), tries), (io::ErrorKind::NotFound, 1));
    }

    #[test]
    fn what_had_the_name_is_replaced_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (aside, named) = (folder.path().join("a.new"), folder.path().join("a"));
        fs::write(&named, "old").expect("written");
        fs::write(&aside, "new").expect("written");
        rename_durably(&aside, &named, POINTS).expect("renamed");
        assert_eq!(fs::read_to_string(&named).expect("a file"), "new");
        assert!(!aside.exists());
    }

    #[test]
    fn what_has_the_name_stays_where_only_a_free_one_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let named = folder.path().join("a");
        let aside = || {
            let file = tempfile::NamedTempFile::new_in(folder.path()).expect("a file");
            fs::write(file.path(), "new").expect("written");
            file.into_temp_path()
        };
        rename_durably_if_free(aside(), &named, POINTS).expect("renamed");
        assert_eq!(fs::read_to_string(&named).expect("a file"), "new");
        fs::write(&named, "theirs").expect("written");
        let error = rename_durably_if_free(aside(), &named, POINTS).expect_err("taken");
        assert_eq!(error.source.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&named).expect("a file"), "theirs");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn an_error_names_the_path_that_failed() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing");
        let error = rename_durably(&missing, &folder.path().join("a"), POINTS).expect_err("none");
        assert_eq!(error.path, missing);
    }
}
