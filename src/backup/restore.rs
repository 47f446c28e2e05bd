//! Restores a backup into an empty folder: aside first, every byte held against its digest, then by renames.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::BackupError,
    store::{
        disk::{list_folder, make_private_folder, sync_folder},
        folder::BackupFolder,
        manifest::BackupManifest,
    },
};
use crate::catalog::settings::ProgramSettings;

/// Which backup to restore, and where to.
pub struct RestoreOrder<'a> {
    pub folder: &'a Path,
    pub data: &'a Path,
    /// The newest backup made by then; the newest of all without.
    pub by: Option<DateTime>,
}

/// Says what was restored, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredOffice {
    pub manifest: BackupManifest,
    /// The office's own content, where it had any.
    pub content: Option<PathBuf>,
    /// The office's configuration, where it had one.
    pub config: Option<PathBuf>,
}

/// Restores a backup, or leaves nothing behind that looks like one.
pub fn restore_backup(order: &RestoreOrder) -> Result<RestoredOffice, BackupError> {
    let folder = BackupFolder::at_path(order.folder);
    restore_manifest(&folder, &folder.find_backup(order.by)?, order.data)
}

/// Restores a backup that was found already.
pub(super) fn restore_manifest(
    folder: &BackupFolder,
    manifest: &BackupManifest,
    data: &Path,
) -> Result<RestoredOffice, BackupError> {
    let beside = beside_path(data, "office");
    ensure_empty(data)?;
    ensure_empty(&beside)?;
    let aside = beside_path(data, "restoring");
    if aside.exists() {
        fs::remove_dir_all(&aside).map_err(BackupError::at_path(&aside))?;
    }
    make_private_folder(&aside)?;
    let written = write_files(folder, manifest, &aside);
    if written.is_err() {
        // What failed is what is told.
        let _ = fs::remove_dir_all(&aside);
    }
    written?;
    let own = aside.join("office");
    if own.exists() {
        move_into_place(&own, &beside)?;
    }
    // Last: a data folder that is there is whole.
    move_into_place(&aside.join("data"), data)?;
    fs::remove_dir_all(&aside).map_err(BackupError::at_path(&aside))?;
    let there = |path: PathBuf| path.exists().then_some(path);
    Ok(RestoredOffice {
        content: there(beside.join("content")),
        config: there(beside.join(ProgramSettings::FILE)),
        manifest: manifest.clone(),
    })
}

fn write_files(
    folder: &BackupFolder,
    manifest: &BackupManifest,
    aside: &Path,
) -> Result<(), BackupError> {
    make_private_folder(&aside.join("data"))?;
    for file in &manifest.files {
        let to = match file.path.strip_prefix("data/") {
            Some(path) => aside.join("data").join(path),
            None => aside.join("office").join(&file.path),
        };
        if let Some(parent) = to.parent() {
            make_private_folder(parent)?;
        }
        folder.objects.copy_out(&file.sha256, &to)?;
    }
    sync_folder(aside)
}

fn move_into_place(from: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        fs::remove_dir(to).map_err(BackupError::at_path(to))?;
    }
    if let Some(parent) = to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(BackupError::at_path(parent))?;
    }
    fs::rename(from, to).map_err(BackupError::at_path(to))
}

fn ensure_empty(path: &Path) -> Result<(), BackupError> {
    if path.is_file() || !list_folder(path)?.is_empty() {
        return Err(BackupError::NotEmpty { path: path.display().to_string() });
    }
    Ok(())
}

/// `motcua-data-office` beside `motcua-data`
fn beside_path(data: &Path, what: &str) -> PathBuf {
    let mut name = data.file_name().map_or_else(|| OsString::from("motcua"), OsString::from);
    name.push(format!("-{what}"));
    data.with_file_name(name)
}
