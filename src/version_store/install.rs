//! Puts a version that was downloaded in the place of the one that is shown. It is written down first what is put where; done again it
//! comes to the same.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::{
    error::VersionError,
    follow_status::{FollowStatus, HeldVersion},
    manifest::{CONTENT, VersionFile, VersionManifest, WAREHOUSE},
    node::{incoming::IncomingFiles, install_record::InstallRecord, memory::FOLLOW},
    own_files::walk_folder,
};
use crate::{
    catalog::{Catalog, OwnFolders, target::office_target},
    period_lock::LOCKS,
    shared_store::{digest_reader, put_in_place, remove_file},
    warehouse::{
        WarehouseError, find_published, next_build, query::Warehouse, remove_other_builds,
    },
};

/// Loads what lies as the content of a version over what is built in.
pub(super) fn load_content(data: &Path, number: u64) -> Result<Catalog, VersionError> {
    let folder = content_folder(data, number);
    let own = folder.is_dir().then_some(folder);
    Ok(Catalog::load_folders(OwnFolders::only_named(own.as_deref()))?)
}

/// Says that a version was published by a program whose built-in content, or whose builds, are not this one's.
pub(super) fn other_program(manifest: &VersionManifest) -> VersionError {
    VersionError::OtherProgram {
        number: manifest.number,
        program: manifest.program.clone(),
        own: env!("CARGO_PKG_VERSION"),
    }
}

/// Reads the content that was downloaded as it will be shown.
pub(super) fn try_content(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<Catalog, VersionError> {
    let folder = content_folder(data, manifest.number);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(VersionError::at_path(&folder))?;
    }
    for (file, path) in files_below(manifest, CONTENT) {
        copy_file(&incoming.path(&file.sha256), &folder.join(path))?;
    }
    // Where the program is another, its content is another too, and may say what the office's does not fit.
    let catalog = load_content(data, manifest.number).map_err(|_| other_program(manifest))?;
    if catalog.content.content_version() != manifest.content_version {
        return Err(other_program(manifest));
    }
    Ok(catalog)
}

/// Opens the build that was downloaded, or is shown already, by this program.
pub(super) fn try_build(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<(), VersionError> {
    let build = manifest.build_digest();
    let build = shown_build(data, build).unwrap_or_else(|| incoming.path(build));
    let opened = Warehouse::open_file(&build).map_err(|error| match error {
        WarehouseError::OtherVersion { .. } => other_program(manifest),
        other => other.into(),
    })?;
    if opened.data_version == manifest.data_version { Ok(()) } else { Err(other_program(manifest)) }
}

/// Says what the folder will hold of a version, and under which name its build. Nobody else publishes in a node's folder.
pub(super) fn plan_install(
    data: &Path,
    manifest: VersionManifest,
    digest: String,
    now: DateTime,
) -> Result<InstallRecord, VersionError> {
    let build = manifest.build_digest().to_owned();
    let next = || next_build(data).map_err(VersionError::at_path(data));
    let file = shown_build(data, &build).map_or_else(next, Ok)?;
    let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let held = HeldVersion {
        number: manifest.number,
        published_at: manifest.published_at,
        taken_at: now,
        data_version: manifest.data_version.clone(),
        content_version: manifest.content_version.clone(),
        program: manifest.program.clone(),
        file,
        build,
        manifest: digest,
    };
    Ok(InstallRecord { held, manifest })
}

/// Whether all that is to be put in place is here: what was begun can be ended without the store.
pub(super) fn is_complete(data: &Path, record: &InstallRecord, incoming: &IncomingFiles) -> bool {
    let beside = record.manifest.files.iter().filter(|file| is_beside(file));
    let is_here = |file: &VersionFile| file.is_at(&data.join(&file.path)) || incoming.holds(file);
    let is_build = |file: &VersionFile| {
        let build = data.join(&record.held.file);
        file.path != WAREHOUSE
            || if build.exists() { file.is_at(&build) } else { incoming.holds(file) }
    };
    beside.into_iter().all(is_here) && record.manifest.files.iter().all(is_build)
}

/// Copies aside what is to be put in place, so that a full disk is met before anything of what is shown is touched.
pub(super) fn stage_files(
    data: &Path,
    manifest: &VersionManifest,
    incoming: &IncomingFiles,
) -> Result<(), VersionError> {
    let staged = staged_folder(data);
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(VersionError::at_path(&staged))?;
    }
    let beside = manifest.files.iter().filter(|file| is_beside(file));
    for file in beside.filter(|file| !file.is_at(&data.join(&file.path))) {
        copy_file(&incoming.path(&file.sha256), &staged.join(&file.path))?;
    }
    Ok(())
}

/// Puts everything of a version in its place: locks, targets, content, the build last. No page is made meanwhile.
pub(super) fn place_version(
    data: &Path,
    record: &InstallRecord,
    incoming: &IncomingFiles,
    change_content: impl FnOnce(),
) -> Result<(), VersionError> {
    place_locks(data, &record.manifest)?;
    let targets = data.join(office_target::FILE);
    match record.manifest.files.iter().find(|file| file.path == office_target::FILE) {
        Some(file) => place_file(data, file)?,
        None => remove_any(&targets)?,
    }
    change_content();
    let build = data.join(&record.held.file);
    if !build.exists() {
        put_in_place(&incoming.path(&record.held.build), &build)?;
    }
    Ok(())
}

/// Removes what only versions of before had, builds that lie there besides, and what was copied aside.
pub(super) fn remove_before(data: &Path, held: &HeldVersion) {
    remove_other_builds(data, &data.join(&held.file));
    let _ = fs::remove_dir_all(staged_folder(data));
    remove_contents(data, Some(held));
}

/// Removes the content of all versions but the one that is held.
pub(super) fn remove_contents(data: &Path, held: Option<&HeldVersion>) {
    let kept = held.map(|held| content_folder(data, held.number));
    let contents = fs::read_dir(data.join(FOLLOW).join("content")).into_iter().flatten().flatten();
    for folder in contents.map(|entry| entry.path()).filter(|path| Some(path) != kept.as_ref()) {
        let _ = fs::remove_dir_all(folder);
    }
}

/// The build that is shown, where it is that of a digest, byte for byte: of a lock or a target no build is downloaded.
pub(super) fn shown_build(data: &Path, digest: &str) -> Option<PathBuf> {
    let held = FollowStatus::read(data).ok()??.held?;
    (held.build == digest && is_build_whole(data, &held)).then(|| data.join(held.file))
}

/// Whether the build of a version is what was published.
pub(super) fn is_build_whole(data: &Path, held: &HeldVersion) -> bool {
    let digested = File::open(data.join(&held.file)).and_then(digest_reader);
    digested.is_ok_and(|(digest, _)| digest == held.build)
}

/// Finds the build that a command would show instead of the one that is held.
pub(super) fn find_stray(data: &Path, held: &HeldVersion) -> Option<PathBuf> {
    find_published(data).filter(|path| *path != data.join(&held.file))
}

fn content_folder(data: &Path, number: u64) -> PathBuf {
    data.join(FOLLOW).join("content").join(number.to_string())
}

fn staged_folder(data: &Path) -> PathBuf {
    data.join(FOLLOW).join("staged")
}

/// Whether pages read a file beside the build.
fn is_beside(file: &VersionFile) -> bool {
    file.path == office_target::FILE || file.path.starts_with(&format!("{LOCKS}/"))
}

/// The files of a version below one of its folders, with their paths there.
fn files_below<'m>(
    manifest: &'m VersionManifest,
    folder: &'m str,
) -> impl Iterator<Item = (&'m VersionFile, &'m str)> {
    manifest.files.iter().filter_map(move |file| Some((file, file.path.strip_prefix(folder)?)))
}

/// What the version does not name goes first: a file may lie where a folder is to be. Of a lock the note comes last.
fn place_locks(data: &Path, manifest: &VersionManifest) -> Result<(), VersionError> {
    let (root, below) = (data.join(LOCKS), format!("{LOCKS}/"));
    let mut locks: Vec<_> = files_below(manifest, &below).collect();
    locks.sort_by_key(|(_, path)| path.ends_with("/lock.json"));
    if root.is_file() {
        remove_file(&root)?;
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
    locks.into_iter().try_for_each(|(file, _)| place_file(data, file))
}

/// Gives a file that was copied aside its name; what was not is in its place.
fn place_file(data: &Path, file: &VersionFile) -> Result<(), VersionError> {
    let (staged, place) = (staged_folder(data).join(&file.path), data.join(&file.path));
    if !staged.exists() {
        return Ok(());
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(VersionError::at_path(folder))?;
    }
    if place.is_dir() {
        remove_any(&place)?;
    }
    Ok(put_in_place(&staged, &place)?)
}

fn remove_any(path: &Path) -> Result<(), VersionError> {
    if path.is_dir() {
        return fs::remove_dir_all(path).map_err(VersionError::at_path(path));
    }
    Ok(remove_file(path)?)
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
    Ok(put_in_place(&aside, to)?)
}
