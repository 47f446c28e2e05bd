//! What an office keeps besides its archive and its state: where each file is, and what a backup calls it.

use std::path::{Path, PathBuf};

use super::{error::BackupError, store::disk::list_folder};
use crate::catalog::{Catalog, settings::ProgramSettings, target::office_target};

/// A file of the office, and its path in a backup.
pub(super) type NamedFile = (String, PathBuf);

/// Small files of the data folder that nothing can make anew.
pub(super) fn list_data_files(data: &Path) -> Vec<NamedFile> {
    let file = data.join(office_target::FILE);
    if file.exists() { vec![(format!("data/{}", office_target::FILE), file)] } else { Vec::new() }
}

/// The office's own content and its configuration, as they lie on the disk now.
pub(super) fn list_own_files(
    catalog: &Catalog,
    settings: &ProgramSettings,
) -> Result<Vec<NamedFile>, BackupError> {
    let mut files = Vec::new();
    if let Some(folder) = catalog.content.own_folder() {
        walk_folder(folder, "content", &mut files)?;
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
