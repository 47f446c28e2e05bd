//! A folder of backups: its objects, its manifests, its lock.

use std::{
    fs::{self, TryLockError},
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    super::error::BackupError,
    disk::{create_private_file, is_unfinished, list_folder, make_private_folder},
    manifest::BackupManifest,
    object_store::ObjectStore,
};
use crate::{domain::vietnamese_date::format_moment, warehouse::FileLock};

/// Is a folder that holds backups.
#[derive(Debug, Clone)]
pub struct BackupFolder {
    pub(in crate::backup) root: PathBuf,
    pub(in crate::backup) objects: ObjectStore,
}

/// Manifests as they lie in a folder, in the order they were made; those that cannot be read apart.
pub(in crate::backup) type ListedManifests = (Vec<(PathBuf, BackupManifest)>, Vec<BackupError>);

impl BackupFolder {
    /// Names a folder; nothing is made or read yet.
    pub fn at_path(root: &Path) -> Self {
        Self { root: root.to_owned(), objects: ObjectStore::of_folder(root) }
    }

    /// Makes what is missing and takes the lock, which goes with the process; fails where another one holds it.
    pub(in crate::backup) fn lock(&self) -> Result<FileLock, BackupError> {
        make_private_folder(&self.root)?;
        let path = self.root.join("backup.lock");
        let file = create_private_file(&path)?;
        let held = match FileLock::try_exclusive(file) {
            Ok(held) => held,
            Err((_, TryLockError::WouldBlock)) => {
                return Err(BackupError::Locked { path: self.root.display().to_string() });
            }
            Err((_, TryLockError::Error(error))) => return Err(BackupError::at_path(&path)(error)),
        };
        self.objects.prepare()?;
        make_private_folder(&self.manifests_path())?;
        for path in list_folder(&self.manifests_path())?.iter().filter(|path| is_unfinished(path)) {
            fs::remove_file(path).map_err(BackupError::at_path(path))?;
        }
        Ok(held)
    }

    /// Every manifest of the folder.
    pub(in crate::backup) fn list_manifests(&self) -> Result<ListedManifests, BackupError> {
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        let is_manifest = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
        for path in list_folder(&self.manifests_path())?.into_iter().filter(is_manifest) {
            match BackupManifest::read_file(&path) {
                Ok(manifest) => whole.push((path, manifest)),
                Err(error) => broken.push(error),
            }
        }
        whole.sort_by_key(|(_, manifest)| manifest.number);
        Ok((whole, broken))
    }

    /// The newest backup, or the newest that was made by a moment. A damaged one that is newer than all others is not passed over.
    pub fn find_backup(&self, by: Option<DateTime>) -> Result<BackupManifest, BackupError> {
        let (mut whole, mut broken) = self.list_manifests()?;
        whole.retain(|(_, manifest)| by.is_none_or(|by| manifest.made_at <= by));
        match whole.pop() {
            Some((_, newest)) if by.is_some() || broken.is_empty() => Ok(newest),
            _ if !broken.is_empty() => Err(broken.remove(0)),
            _ => {
                let path = self.root.display().to_string();
                Err(match by.map(format_moment) {
                    Some(by) => BackupError::NoBackupBy { path, by },
                    None => BackupError::NoBackup { path },
                })
            }
        }
    }

    /// Where the manifest of a backup lies.
    pub(in crate::backup) fn manifest_path(&self, id: &str) -> PathBuf {
        self.manifests_path().join(format!("{id}.json"))
    }

    /// Where the manifests of backups lie.
    pub(super) fn manifests_path(&self) -> PathBuf {
        self.root.join("backups")
    }
}
