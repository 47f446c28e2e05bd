//! Restores a backup into an empty folder: aside first, every byte held against its digest, then by renames.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::BackupError,
    office_files::ERASURES,
    store::{
        disk::{list_folder, make_private_folder, sync_folder},
        folder::BackupFolder,
        manifest::BackupManifest,
    },
};
use crate::{
    catalog::settings::ProgramSettings,
    domain::{erasure::ErasureLedger, fault_point::FaultPoint},
    ingest::archive::Archive,
};

/// Which backup to restore, and where to.
pub struct RestoreOrder<'a> {
    pub folder: &'a Path,
    pub data: &'a Path,
    /// The newest backup made by then; the newest of all without.
    pub by: Option<DateTime>,
    /// A ledger of erased dossiers that may know more than the backup: of the data folder that is given up.
    pub erasures: Option<&'a Path>,
}

/// Says what was restored, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredOffice {
    pub manifest: BackupManifest,
    /// The office's own content, where it had any.
    pub content: Option<PathBuf>,
    /// The office's configuration, where it had one.
    pub config: Option<PathBuf>,
    /// How many dossiers were erased after the backup was made, and stay erased.
    pub erased_since: usize,
}

/// Restores a backup, or leaves nothing behind that looks like one.
pub fn restore_backup(order: &RestoreOrder) -> Result<RestoredOffice, BackupError> {
    let folder = BackupFolder::at_path(order.folder);
    let manifest = folder.find_backup(order.by)?;
    let mut known = match order.erasures {
        // One that is not there would let all that was erased come back.
        Some(path) if !path.exists() => {
            return Err(BackupError::at_path(path)(io::ErrorKind::NotFound.into()));
        }
        Some(path) => Archive::read_ledger(path)?,
        None => ErasureLedger::default(),
    };
    // What was erased after the backup stays erased: newer backups know of it.
    let (later, _) = folder.list_manifests()?;
    for (_, later) in later.iter().filter(|(_, later)| later.number > manifest.number) {
        known.merge_ledger(&read_held_ledger(&folder, later)?);
    }
    restore_manifest(&folder, &manifest, order.data, &known)
}

/// The ledger of erased dossiers that a backup holds.
fn read_held_ledger(
    folder: &BackupFolder,
    manifest: &BackupManifest,
) -> Result<ErasureLedger, BackupError> {
    let called = format!("data/{ERASURES}");
    match manifest.files.iter().find(|file| file.path == called) {
        Some(file) => {
            let path = folder.objects.object_path(&file.sha256);
            if let Some(problem) = folder.objects.find_damage(&file.sha256)? {
                return Err(BackupError::Damaged { path: path.display().to_string(), problem });
            }
            Ok(Archive::read_ledger(&path)?)
        }
        None => Ok(ErasureLedger::default()),
    }
}

/// Adds what is known to be erased to what was restored; returns how much of it that did not know.
fn keep_erased(data: &Path, known: &ErasureLedger) -> Result<usize, BackupError> {
    let archive = Archive::open_in(data)?;
    let mut ledger = archive.read_erasures()?;
    let added = ledger.merge_ledger(known);
    if added > 0 {
        archive.write_erasures(&ledger)?;
    }
    Ok(added)
}

/// Restores a backup that was found already.
pub(super) fn restore_manifest(
    folder: &BackupFolder,
    manifest: &BackupManifest,
    data: &Path,
    erased: &ErasureLedger,
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
    let erased_since = keep_erased(&aside.join("data"), erased)?;
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
        erased_since,
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
    FaultPoint::RestoreRename
        .pass()
        .and_then(|()| fs::rename(from, to))
        .map_err(BackupError::at_path(to))
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
