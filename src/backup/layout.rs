//! The shape of a data folder: an older one is backed up before a newer program first writes to it, a newer one is left alone.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{
    create::{BackupOrder, BackupSummary, create_backup},
    error::BackupError,
    store::{
        disk::replace_file,
        manifest::{LAYOUT, LAYOUT_FILE, RESTORING, SERVER_LAYOUT},
    },
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    state::{StateDatabase, StateError},
};

#[derive(Serialize, Deserialize)]
struct LayoutMark {
    layout: u32,
}

/// What a program does before it uses a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutAge {
    Current,
    /// Its shape or that of its state is of an older program.
    Older,
}

/// Tells the age of a data folder; fails where it is of a program newer than one that knows so many shapes, or restored by half.
pub fn check_layout(data: &Path, known: u32) -> Result<LayoutAge, BackupError> {
    if data.join(RESTORING).exists() {
        return Err(BackupError::HalfRestored { path: data.display().to_string() });
    }
    let path = data.join(LAYOUT_FILE);
    let found = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 1,
        // Who may not read the mark may not change the folder either.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => known,
        read => {
            let bytes = read.map_err(BackupError::at_path(&path))?;
            let mark = serde_json::from_slice::<LayoutMark>(&bytes);
            mark.map_err(|_| BackupError::NotMarked { path: path.display().to_string() })?.layout
        }
    };
    let found = if found == SERVER_LAYOUT { LAYOUT } else { found };
    if found > known {
        return Err(BackupError::Newer { path: data.display().to_string(), found, known });
    }
    let is_older = found < known
        || match StateDatabase::is_older(data) {
            Err(error @ StateError::Newer { .. }) => return Err(error.into()),
            // A state that may only be read is changed by nobody; one that is damaged, away or another is told of by whoever needs it.
            Err(_) => false,
            Ok(is_older) => is_older,
        };
    Ok(if is_older { LayoutAge::Older } else { LayoutAge::Current })
}

/// Tells whether a data folder is of an older program, and has to be brought to the shape of this one before it is written to.
/// Whoever only shows what lies there needs it no newer.
pub fn is_upgrade_due(data: &Path) -> Result<bool, BackupError> {
    Ok(data.exists() && check_layout(data, LAYOUT)? == LayoutAge::Older)
}

/// Backs an older data folder up, to the folder that is named, the one of the settings or one beside it, and marks it as of this
/// program; does nothing where there is none or it is of this program already. Where it cannot be backed up it is left as it is.
pub fn prepare_data_folder(
    catalog: &Catalog,
    settings: impl FnOnce() -> Result<ProgramSettings, BackupError>,
    (data, named): (&Path, Option<&Path>),
    now: DateTime,
) -> Result<Option<(PathBuf, BackupSummary)>, BackupError> {
    if !is_upgrade_due(data)? {
        return Ok(None);
    }
    let settings = settings()?;
    // A disk that is not there is no reason not to be backed up.
    let set = settings.backup.as_ref().map(|backup| &*backup.folder).filter(|it| it.is_dir());
    let folder = named.or(set).map_or_else(|| folder_beside(data, now), Path::to_owned);
    let order = BackupOrder { catalog, settings: &settings, data, folder: &folder, now };
    let made = create_backup(&order, &mut |_| Ok(()))
        .map_err(|error| BackupError::NotUpgraded { told: error.to_string() })?;
    // What the state is brought to when it is opened is part of the new shape.
    StateDatabase::open(data)?;
    mark_layout(data)?;
    Ok(Some((folder, made)))
}

/// Writes which shape a data folder has, where that is not said yet.
pub fn mark_layout(data: &Path) -> Result<(), BackupError> {
    let is_in_server = data.join(StateDatabase::PLACE).exists();
    let mark = LayoutMark { layout: if is_in_server { SERVER_LAYOUT } else { LAYOUT } };
    let text = serde_json::to_string(&mark).expect("a number is plain data") + "\n";
    let path = data.join(LAYOUT_FILE);
    if fs::read_to_string(&path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    replace_file(&path, text.as_bytes())?;
    // It holds a number, and whoever may read the data must be able to read it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let all = fs::Permissions::from_mode(0o644);
        fs::set_permissions(&path, all).map_err(BackupError::at_path(&path))?;
    }
    Ok(())
}

/// `motcua-backup-motcua-data-2026-11-28` beside the data folder.
fn folder_beside(data: &Path, now: DateTime) -> PathBuf {
    let whole = data.canonicalize().unwrap_or_else(|_| data.to_owned());
    let mut name = OsString::from("motcua-backup-");
    name.push(whole.file_name().unwrap_or_default());
    name.push(now.strftime("-%Y-%m-%d").to_string());
    whole.with_file_name(name)
}
