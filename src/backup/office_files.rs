//! What an office keeps besides its archive and its state: where each file is, and what a backup calls it.

use std::path::{Path, PathBuf};

use super::{
    error::BackupError,
    store::{disk::list_folder, manifest::LAYOUT_FILE},
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings, target::office_target},
    ingest::archive::Archive,
    period_lock::LOCKS,
    state::StateDatabase,
    version_store::PublishNote,
};

/// A file of the office, and its path in a backup.
pub(super) type NamedFile = (String, PathBuf);

/// Where the ledger of erased dossiers lies in a data folder.
pub(super) const ERASURES: &str = "archive/erasures.json";

/// Files of the data folder that nothing can make anew, besides the archive and the state. Of a lock the note comes first: files that
/// it names and that are replaced meanwhile are missed, and the backup says so.
pub(super) fn list_data_files(data: &Path) -> Result<Vec<NamedFile>, BackupError> {
    let names = [
        ERASURES,
        Archive::ERASURES_MARK,
        office_target::FILE,
        LAYOUT_FILE,
        StateDatabase::USERS_MARK,
        // Without it the office would no longer know its own store.
        PublishNote::FILE,
    ];
    let files = names.map(|name| (format!("data/{name}"), data.join(name)));
    let mut files: Vec<NamedFile> = files.into_iter().filter(|(_, path)| path.exists()).collect();
    let locks = data.join(LOCKS);
    if locks.exists() {
        walk_folder(&locks, &format!("data/{LOCKS}"), &mut files)?;
    }
    Ok(files)
}

/// The office's own content and its configuration, as they lie on the disk now.
pub(super) fn list_own_files(
    catalog: &Catalog,
    settings: &ProgramSettings,
) -> Result<Vec<NamedFile>, BackupError> {
    let mut files = Vec::new();
    let folders = catalog.content.own_folders();
    // What lies in the data folder is restored there: whoever forgets `--content` still reads it.
    for (folder, called) in [(&folders.of_data, "data/content"), (&folders.named, "content")] {
        if let Some(folder) = folder {
            walk_folder(folder, called, &mut files)?;
        }
    }
    if let Some(file) = settings.file_path().filter(|file| file.exists()) {
        files.push((ProgramSettings::FILE.to_owned(), file.to_owned()));
    }
    Ok(files)
}

fn walk_folder(folder: &Path, called: &str, files: &mut Vec<NamedFile>) -> Result<(), BackupError> {
    for path in list_folder(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let called = format!("{called}/{name}");
        if path.is_dir() {
            // What a tool of the office keeps for itself is no content.
            if !name.starts_with('.') {
                walk_folder(&path, &called, files)?;
            }
        } else {
            files.push((called, path));
        }
    }
    Ok(())
}
