//! Puts a version that was downloaded in the place of the one that is shown. The build is the last to get its name.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::VersionError,
    follow_status::{FOLLOW, FollowStatus, HeldVersion},
    incoming::IncomingFiles,
    manifest::{CONTENT, VersionFile, VersionManifest, digest_reader},
    own_files::walk_folder,
    small_file::{put_in_place, remove_file},
};
use crate::{
    catalog::{Catalog, OwnFolders, target::office_target},
    period_lock::LOCKS,
    warehouse::{WarehouseError, find_published, next_build, query::Warehouse, remove_superseded},
};

/// Loads the content of the version a node holds; `None` where it holds none.
pub fn load_held_catalog(data: &Path) -> Result<Option<Catalog>, VersionError> {
    let held = FollowStatus::read(data).and_then(|status| status.held);
    held.map(|held| load_content(data, held.number)).transpose()
}

/// Loads what lies as the content of a version over what is built in.
fn load_content(data: &Path, number: u64) -> Result<Catalog, VersionError> {
    let folder = content_folder(data, number);
    let own = folder.is_dir().then_some(folder);
    Ok(Catalog::load_folders(OwnFolders::only_named(own.as_deref()))?)
}

/// Reads what was downloaded as it will be shown: the build by this program, the content as it was published. Returns the content.
pub(super) fn try_version(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<Catalog, VersionError> {
    let other_program = || VersionError::OtherProgram {
        number: manifest.number,
        program: manifest.program.clone(),
        own: env!("CARGO_PKG_VERSION"),
    };
    let folder = content_folder(data, manifest.number);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(VersionError::at_path(&folder))?;
    }
    for (file, path) in files_below(manifest, CONTENT) {
        copy_file(&incoming.path(&file.sha256), &folder.join(path))?;
    }
    // Where the program is another, its content is another too, and may say what the office's does not fit.
    let catalog = load_content(data, manifest.number).map_err(|_| other_program())?;
    if catalog.content.content_version() != manifest.content_version {
        return Err(other_program());
    }
    let build = manifest.build_digest();
    let build = shown_build(data, build).unwrap_or_else(|| incoming.path(build));
    let opened = Warehouse::open_file(&build).map_err(|error| match error {
        WarehouseError::OtherVersion { .. } => other_program(),
        other => other.into(),
    })?;
    if opened.data_version == manifest.data_version { Ok(catalog) } else { Err(other_program()) }
}

/// Shows a version from now on: what pages read beside the build first, the build last. Nobody else publishes in a node's folder.
pub(super) fn install_version(
    data: &Path,
    (manifest, digest): (&VersionManifest, String),
    incoming: &IncomingFiles,
    now: DateTime,
    change_content: impl FnOnce(),
) -> Result<HeldVersion, VersionError> {
    let build = manifest.build_digest();
    let shown = shown_build(data, build);
    let next = next_build(data).map_err(VersionError::at_path(data))?;
    place_locks(data, manifest, incoming)?;
    place_targets(data, manifest, incoming)?;
    change_content();
    if shown.is_none() {
        put_in_place(&incoming.path(build), &next)?;
    }
    let file = shown.unwrap_or(next);
    let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(HeldVersion {
        number: manifest.number,
        published_at: manifest.published_at,
        taken_at: now,
        data_version: manifest.data_version.clone(),
        content_version: manifest.content_version.clone(),
        file,
        build: build.to_owned(),
        manifest: digest,
    })
}

/// Removes what only versions of before had.
pub(super) fn remove_before(data: &Path, number: u64) {
    remove_superseded(data);
    let kept = content_folder(data, number);
    let contents = fs::read_dir(data.join(FOLLOW).join("content")).into_iter().flatten().flatten();
    for folder in contents.map(|entry| entry.path()).filter(|path| *path != kept) {
        let _ = fs::remove_dir_all(folder);
    }
}

/// The build that is shown, where it is that of a digest: of a lock or a target no build is downloaded.
pub(super) fn shown_build(data: &Path, digest: &str) -> Option<PathBuf> {
    let held = FollowStatus::read(data)?.held?;
    (held.build == digest && is_held(data, &held)).then(|| data.join(held.file))
}

/// Whether what is published in a node's folder is the version it says it holds.
pub(super) fn is_held(data: &Path, held: &HeldVersion) -> bool {
    let published = find_published(data);
    published.is_some_and(|path| path.file_name().is_some_and(|name| name == &*held.file))
}

fn content_folder(data: &Path, number: u64) -> PathBuf {
    data.join(FOLLOW).join("content").join(number.to_string())
}

/// The files of a version below one of its folders, with their paths there.
fn files_below<'m>(
    manifest: &'m VersionManifest,
    folder: &'m str,
) -> impl Iterator<Item = (&'m VersionFile, &'m str)> {
    manifest.files.iter().filter_map(move |file| Some((file, file.path.strip_prefix(folder)?)))
}

/// Of a lock the note comes last; what no version of now names goes after it.
fn place_locks(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<(), VersionError> {
    let (root, below) = (data.join(LOCKS), format!("{LOCKS}/"));
    let mut locks: Vec<_> = files_below(manifest, &below).collect();
    locks.sort_by_key(|(_, path)| path.ends_with("/lock.json"));
    for (file, path) in &locks {
        let place = root.join(path);
        if !holds(&place, file) {
            copy_file(&incoming.path(&file.sha256), &place)?;
        }
    }
    let named: BTreeSet<PathBuf> = locks.iter().map(|(_, path)| root.join(path)).collect();
    let mut there = Vec::new();
    walk_folder(&root, "", &mut there)?;
    for (_, path) in there.into_iter().filter(|(_, path)| !named.contains(path)) {
        remove_file(&path)?;
        // A lock that is gone leaves no empty folder: one without a note is a damaged lock.
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|folder| *folder != root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
    }
    Ok(())
}

fn place_targets(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<(), VersionError> {
    let place = data.join(office_target::FILE);
    match manifest.files.iter().find(|file| file.path == office_target::FILE) {
        Some(file) if holds(&place, file) => Ok(()),
        Some(file) => copy_file(&incoming.path(&file.sha256), &place),
        None => remove_file(&place),
    }
}

/// Whether a file of the node is that of a version.
pub(super) fn holds(place: &Path, file: &VersionFile) -> bool {
    let is_long = fs::metadata(place).is_ok_and(|it| it.len() == file.size);
    let digest = || digest_reader(File::open(place)?).map(|(digest, _)| digest);
    is_long && digest().is_ok_and(|digest| digest == file.sha256)
}

/// One object may be several files of a version.
fn copy_file(from: &Path, to: &Path) -> Result<(), VersionError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(VersionError::at_path(folder))?;
    }
    let mut aside = to.file_name().unwrap_or_default().to_owned();
    aside.push(".new");
    let aside = to.with_file_name(aside);
    fs::copy(from, &aside).map_err(VersionError::at_path(&aside))?;
    put_in_place(&aside, to)
}
