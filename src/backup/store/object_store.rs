//! `objects/`: what backups hold, each file once under the digest of its bytes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::error::{BackupDamage, BackupError},
    disk::{
        UNFINISHED, copy_private, digest_file, is_unfinished, list_folder, make_private_folder,
        rename_synced, replace_file, with_ending,
    },
};
use crate::{
    disk::{rename_patiently, sync_file},
    ingest::Export,
};

/// Keeps files by the digest of their bytes.
#[derive(Debug, Clone)]
pub(in crate::backup) struct ObjectStore {
    root: PathBuf,
}

/// Says under which digest something is kept, and whether it was copied now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::backup) struct StoredObject {
    pub sha256: String,
    pub size: u64,
    pub is_new: bool,
}

/// What an object that is not what its name says is called: the next backup copies it anew.
const DAMAGED: &str = "damaged";

impl ObjectStore {
    /// Names the store of a backup folder; nothing is made yet.
    pub fn of_folder(folder: &Path) -> Self {
        Self { root: folder.join("objects") }
    }

    /// Makes the folder, and removes what a backup that was killed left half-written.
    pub fn prepare(&self) -> Result<(), BackupError> {
        make_private_folder(&self.root)?;
        for path in list_folder(&self.root)?.iter().filter(|path| is_unfinished(path)) {
            fs::remove_file(path).map_err(BackupError::at_path(path))?;
        }
        Ok(())
    }

    /// Keeps a file, unless one with its bytes is kept already.
    pub fn keep_file(&self, path: &Path) -> Result<StoredObject, BackupError> {
        let (sha256, size) = digest_file(path, |_| Ok(()))?;
        let object = self.object_path(&sha256);
        if fs::metadata(&object).is_ok_and(|kept| kept.len() == size) {
            return Ok(StoredObject { sha256, size, is_new: false });
        }
        let aside = with_ending(&object, UNFINISHED);
        // Of a file that is replaced meanwhile, what was copied is what is kept.
        let (sha256, size) = copy_private(path, &aside)?;
        rename_synced(&aside, &self.object_path(&sha256))?;
        Ok(StoredObject { sha256, size, is_new: true })
    }

    /// Keeps a text that was read already.
    pub fn keep_text(&self, text: &str) -> Result<StoredObject, BackupError> {
        let (sha256, size) = (Export::digest_bytes(text.as_bytes()), text.len() as u64);
        let object = self.object_path(&sha256);
        if fs::metadata(&object).is_ok_and(|kept| kept.len() == size) {
            return Ok(StoredObject { sha256, size, is_new: false });
        }
        replace_file(&object, text.as_bytes())?;
        Ok(StoredObject { sha256, size, is_new: true })
    }

    /// Reads an object through; `None` where its bytes are what its name says, else what is wrong.
    pub fn find_damage(&self, sha256: &str) -> Result<Option<BackupDamage>, BackupError> {
        let path = self.object_path(sha256);
        if !path.exists() {
            return Ok(Some(BackupDamage::ObjectMissing));
        }
        let (found, _) = digest_file(&path, |_| Ok(()))?;
        Ok((found != sha256).then_some(BackupDamage::ObjectChanged))
    }

    /// Copies an object out; fails where its bytes are not what its name says.
    pub fn copy_out(&self, sha256: &str, to: &Path) -> Result<(), BackupError> {
        let path = self.object_path(sha256);
        let damaged = |problem| BackupError::Damaged { path: path.display().to_string(), problem };
        if !path.exists() {
            return Err(damaged(BackupDamage::ObjectMissing));
        }
        let (found, _) = copy_private(&path, to)?;
        if found != sha256 {
            return Err(damaged(BackupDamage::ObjectChanged));
        }
        sync_file(to).map_err(BackupError::at_path(to))
    }

    /// Sets a damaged object aside, so that the next backup copies what it should hold.
    pub fn set_aside(&self, sha256: &str) -> Result<(), BackupError> {
        let path = self.object_path(sha256);
        if path.exists() {
            let aside = with_ending(&path, DAMAGED);
            rename_patiently(&path, &aside).map_err(BackupError::at_path(&path))?;
        }
        Ok(())
    }

    /// The digests under which anything is kept.
    pub fn list_digests(&self) -> Result<Vec<String>, BackupError> {
        let names = list_folder(&self.root)?.into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            (name.len() == 64).then_some(name)
        });
        Ok(names.collect())
    }

    /// Removes what no backup needs any more.
    pub fn remove(&self, sha256: &str) -> Result<(), BackupError> {
        let path = self.object_path(sha256);
        fs::remove_file(&path).map_err(BackupError::at_path(&path))
    }

    /// Where an object lies, whether it is there or not.
    pub fn object_path(&self, sha256: &str) -> PathBuf {
        self.root.join(sha256)
    }
}
