//! Lets go of old backups: their manifests first, then what no other backup needs.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    super::{create::BackupStep, error::BackupError},
    disk::sync_names,
    folder::BackupFolder,
    manifest::BackupManifest,
};

/// Keeps the newest so many backups of a folder, and each that holds an export the newest does not: an archive only grows, so the newest
/// is then of a folder that has lost something, or of another office. Returns how many went. Nothing that a remaining one names is removed, and no object at
/// all where a manifest cannot be read: nobody knows what it names.
pub fn forget_old_backups(
    folder: &Path,
    keep: usize,
    tell: &mut dyn FnMut(&BackupStep) -> Result<(), BackupError>,
) -> Result<usize, BackupError> {
    let folder = BackupFolder::at_path(folder);
    let _lock = folder.lock()?;
    let (mut whole, broken) = folder.list_manifests()?;
    let mut remaining = whole.split_off(whole.len().saturating_sub(keep.max(1)));
    let newest: BTreeSet<String> =
        remaining.last().into_iter().flat_map(|(_, manifest)| exports_of(manifest)).collect();
    let (gone, kept): (Vec<_>, Vec<_>) = whole
        .into_iter()
        .partition(|(_, manifest)| exports_of(manifest).all(|path| newest.contains(&path)));
    remaining.extend(kept);
    for (path, _) in &gone {
        fs::remove_file(path).map_err(BackupError::at_path(path))?;
    }
    // A manifest that a power cut brings back must not name what is no more.
    sync_names(&folder.manifests_path())?;
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
    Ok(gone.len())
}

/// The archived exports that a backup holds.
fn exports_of(manifest: &BackupManifest) -> impl Iterator<Item = String> {
    let archived = manifest
        .files
        .iter()
        .filter(|file| file.path.starts_with("data/archive/") && file.path.ends_with(".parquet"));
    archived.map(|file| file.path.clone())
}
