//! Lets go of old backups: their manifests first, then what no other backup needs.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    super::{create::BackupStep, error::BackupError},
    folder::BackupFolder,
};

/// Keeps the newest so many backups of a folder; returns how many went. Nothing that a remaining one names is removed, and no object at
/// all where a manifest cannot be read: nobody knows what it names.
pub fn forget_old_backups(
    folder: &Path,
    keep: usize,
    tell: &mut dyn FnMut(&BackupStep) -> Result<(), BackupError>,
) -> Result<usize, BackupError> {
    let folder = BackupFolder::at_path(folder);
    let _lock = folder.lock()?;
    let (mut whole, broken) = folder.list_manifests()?;
    let remaining = whole.split_off(whole.len().saturating_sub(keep.max(1)));
    for (path, _) in &whole {
        fs::remove_file(path).map_err(BackupError::at_path(path))?;
    }
    tell(&BackupStep::Forgotten)?;
    if broken.is_empty() {
        let files = remaining.iter().flat_map(|(_, manifest)| &manifest.files);
        let needed: BTreeSet<&str> = files.map(|file| file.sha256.as_str()).collect();
        for digest in folder.objects.list_digests()? {
            if !needed.contains(digest.as_str()) {
                folder.objects.remove(&digest)?;
            }
        }
    }
    Ok(whole.len())
}
