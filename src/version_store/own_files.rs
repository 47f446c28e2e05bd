//! Which files make a version: all that a node needs to show the same pages.

use std::{
    fmt::Write,
    fs::{self, File},
    io::{Cursor, Read, Seek},
    path::{Path, PathBuf},
};

use super::{
    error::VersionError,
    manifest::{CONTENT, VersionFile, WAREHOUSE, is_version_path},
};
use crate::{
    catalog::{Catalog, target::office_target},
    period_lock::LOCKS,
    shared_store::{digest_bytes, digest_reader},
    warehouse::find_published,
};

/// A file of a version: its path there, and where its bytes are.
pub(super) struct OwnFile {
    pub path: String,
    source: FileSource,
}

enum FileSource {
    Disk(PathBuf),
    /// Of the content as it was read.
    Held(Vec<u8>),
}

/// Reads the bytes a digest was made of, whatever becomes of the file's name.
pub(super) trait VersionBytes: Read + Seek {}

impl<T: Read + Seek> VersionBytes for T {}

/// Lists what a version of a data folder holds: the build, what its pages read beside it, and the office's own content.
pub(super) fn list_own_files(catalog: &Catalog, data: &Path) -> Result<Vec<OwnFile>, VersionError> {
    let not_built = || VersionError::NotBuilt { data: data.display().to_string() };
    let on_disk = |path: String, file: PathBuf| OwnFile { path, source: FileSource::Disk(file) };
    let mut files =
        vec![on_disk(WAREHOUSE.to_owned(), find_published(data).ok_or_else(not_built)?)];
    let targets = data.join(office_target::FILE);
    if targets.is_file() {
        files.push(on_disk(office_target::FILE.to_owned(), targets));
    }
    let mut locks = Vec::new();
    walk_folder(&data.join(LOCKS), &format!("{LOCKS}/"), &mut locks)?;
    files.extend(locks.into_iter().map(|(path, file)| on_disk(path, file)));
    let own = catalog.content.list_files("", "").filter(|file| file.is_own);
    files.extend(own.map(|file| OwnFile {
        path: format!("{CONTENT}{}", file.path),
        source: FileSource::Held(file.bytes.to_vec()),
    }));
    match files.iter().find(|file| !is_version_path(&file.path)) {
        Some(file) if file.path.to_lowercase().ends_with(".js") => {
            Err(VersionError::Script { path: file.path.clone() })
        }
        Some(file) => Err(VersionError::Name { path: file.path.clone() }),
        None => Ok(files),
    }
}

/// Says in a text what changes when any of the files does.
pub(super) fn stamp_files(catalog: &Catalog, files: &[OwnFile]) -> String {
    let mut stamp = catalog.content.content_version();
    for file in files {
        if let FileSource::Disk(at) = &file.source {
            let seen = fs::metadata(at).map(|it| (it.modified().ok(), it.len())).ok();
            // The folder is called otherwise by each who names it.
            let _ = write!(stamp, "; {} {:?} {seen:?}", file.path, at.file_name());
        }
    }
    digest_bytes(stamp.as_bytes())
}

impl OwnFile {
    /// Where it lies, for errors.
    pub fn place(&self) -> &Path {
        match &self.source {
            FileSource::Disk(path) => path,
            FileSource::Held(_) => Path::new(&self.path),
        }
    }

    /// Opens it and digests it; what is returned reads the same bytes again.
    pub fn open(&self) -> Result<(VersionFile, Box<dyn VersionBytes + '_>), VersionError> {
        let place = self.place();
        let mut bytes: Box<dyn VersionBytes> = match &self.source {
            FileSource::Disk(path) => {
                Box::new(File::open(path).map_err(VersionError::at_path(path))?)
            }
            FileSource::Held(bytes) => Box::new(Cursor::new(bytes)),
        };
        let digested = digest_reader(&mut bytes).and_then(|digested| {
            bytes.rewind()?;
            Ok(digested)
        });
        let (sha256, size) = digested.map_err(VersionError::at_path(place))?;
        Ok((VersionFile { path: self.path.clone(), sha256, size }, bytes))
    }
}

/// Lists the files below a folder; none where there is no folder.
pub(super) fn walk_folder(
    folder: &Path,
    called: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), VersionError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(VersionError::at_path(folder))?,
    };
    let found = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut found: Vec<PathBuf> =
        found.collect::<Result<_, _>>().map_err(VersionError::at_path(folder))?;
    found.sort();
    for path in found {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // What has not got its name yet.
        let is_aside = path.extension().is_some_and(|ending| ending == "new");
        if name.starts_with('.') || is_aside {
            continue;
        }
        let called = format!("{called}{name}");
        if path.is_dir() {
            walk_folder(&path, &format!("{called}/"), files)?;
        } else {
            files.push((called, path));
        }
    }
    Ok(())
}
