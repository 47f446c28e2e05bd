//! Restores a backup into an empty folder: aside first, every byte held against its digest, then by renames.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::BackupError,
    office_files::ERASURES,
    store::{
        disk::{list_folder, make_private_folder, sync_names},
        folder::BackupFolder,
        manifest::{BackupFile, BackupManifest, RESTORING},
    },
};
use crate::{
    catalog::{OwnFolders, settings::ProgramSettings},
    disk::{remove_patiently, rename_patiently},
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
    /// The content that `--content` named, where any was; what was described on a page is in the data folder again.
    pub content: Option<PathBuf>,
    /// The office's configuration, where it had one.
    pub config: Option<PathBuf>,
    /// How many dossiers were erased after the backup was made, and stay erased.
    pub erased_since: usize,
}

impl RestoredOffice {
    /// The folders of the office's own content, as they were when the backup was made.
    pub fn own_folders(&self, data: &Path) -> OwnFolders {
        OwnFolders::find(self.content.as_deref(), Some(data))
    }
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
    // A folder that is there may be the root of a disk, and may belong to whom could make none beside it: it stays, and is filled.
    let is_filled = data.is_dir();
    let called = |what: &str| if is_filled { data.join(what) } else { beside_path(data, what) };
    let (office, aside) = (called("office"), called(RESTORING));
    ensure_empty(data)?;
    ensure_empty(&office)?;
    if aside.exists() {
        remove_patiently(&aside).map_err(BackupError::at_path(&aside))?;
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
        move_into_place(&own, &office)?;
    }
    let restored = aside.join("data");
    if is_filled {
        for path in list_folder(&restored)? {
            let to = data.join(path.file_name().unwrap_or_default());
            rename_patiently(&path, &to).map_err(BackupError::at_path(&to))?;
        }
        sync_names(data)?;
    } else {
        move_into_place(&restored, data)?;
    }
    // Last: a data folder without it is whole.
    remove_patiently(&aside).map_err(BackupError::at_path(&aside))?;
    aside.parent().map_or(Ok(()), sync_names)?;
    let there = |path: PathBuf| path.exists().then_some(path);
    Ok(RestoredOffice {
        content: there(office.join("content")),
        config: there(office.join(ProgramSettings::FILE)),
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
        let to = restored_path(aside, file);
        if let Some(parent) = to.parent() {
            make_private_folder(parent)?;
        }
        folder.objects.copy_out(&file.sha256, &to)?;
    }
    // A name that is not synced may be gone after a power cut, and the file with it.
    list_folders(aside, manifest).iter().try_for_each(|folder| sync_names(folder))
}

/// Every folder that restoring a backup makes, from the innermost out.
fn list_folders(aside: &Path, manifest: &BackupManifest) -> Vec<PathBuf> {
    let restored = manifest.files.iter().map(|file| restored_path(aside, file));
    let mut folders: BTreeSet<PathBuf> = restored
        .flat_map(|path| path.ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>())
        .filter(|folder| folder.starts_with(aside))
        .collect();
    folders.extend([aside.to_owned(), aside.join("data")]);
    folders.into_iter().rev().collect()
}

/// Where a file of a backup is restored to.
fn restored_path(aside: &Path, file: &BackupFile) -> PathBuf {
    match file.path.strip_prefix("data/") {
        Some(path) => aside.join("data").join(path),
        None => aside.join("office").join(&file.path),
    }
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
        .and_then(|()| rename_patiently(from, to))
        .map_err(BackupError::at_path(to))?;
    to.parent().map_or(Ok(()), sync_names)
}

/// What a disk's root holds from the beginning.
pub(super) const OF_THE_DISK: &str = "lost+found";

/// Tells whether a restore into a data folder began and did not end: in the folder, or beside it where there is none yet.
pub fn is_half_restored(data: &Path) -> bool {
    data.join(RESTORING).exists() || (!data.exists() && beside_path(data, RESTORING).exists())
}

fn ensure_empty(path: &Path) -> Result<(), BackupError> {
    let is_ours = |path: &PathBuf| path.file_name().is_none_or(|name| name != OF_THE_DISK);
    if path.is_file() || list_folder(path)?.iter().any(is_ours) {
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_folder_that_is_made_is_synced_from_the_innermost_out() {
        let file = |path: &str| BackupFile { path: path.into(), size: 1, sha256: "0a".repeat(32) };
        let manifest = BackupManifest {
            id: String::new(),
            number: 1,
            made_at: date(2024, 1, 2).at(8, 0, 0, 0),
            program: String::new(),
            layout: 1,
            data_version: String::new(),
            files: vec![
                file("data/archive/given/0a.parquet"),
                file("data/state.sqlite"),
                file("content/queries/metrics/own.toml"),
            ],
            left_out: Vec::new(),
        };
        let expected = [
            "x/office/content/queries/metrics",
            "x/office/content/queries",
            "x/office/content",
            "x/office",
            "x/data/archive/given",
            "x/data/archive",
            "x/data",
            "x",
        ];
        assert_eq!(list_folders(Path::new("x"), &manifest), expected.map(PathBuf::from));
    }
}
