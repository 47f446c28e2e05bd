//! Holds what lies in a node's folder against what the version it shows was published with.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    super::{
        error::VersionError,
        follow_status::{FollowStatus, HeldVersion},
        install::{find_stray, is_build_whole, load_content, other_program},
        manifest::WAREHOUSE,
        own_files::walk_folder,
    },
    install_record::InstallRecord,
};
use crate::{
    catalog::{Catalog, target::office_target},
    period_lock::LOCKS,
    warehouse::LAYOUT,
};

/// Loads the content of the version a node holds, for a command; `None` where it holds none. Fails where it is not shown.
pub fn load_held_catalog(data: &Path) -> Result<Option<Catalog>, VersionError> {
    let Some(status) = FollowStatus::read(data)? else { return Ok(None) };
    if let Some(problem) = status.unshown {
        return Err(VersionError::Unshown { problem });
    }
    let Some(held) = status.held else { return Ok(None) };
    if let Some(begun) = InstallRecord::read_begun(data)? {
        return Err(VersionError::Begun { number: begun.held.number });
    }
    check_held_files(data, &held)?;
    // A command reads what a folder of its own would have published.
    if let Some(stray) = find_stray(data, &held) {
        let name = stray.file_name().unwrap_or_default().to_string_lossy();
        return Err(damaged(&held, &name));
    }
    if !is_build_whole(data, &held) {
        return Err(damaged(&held, &held.file));
    }
    load_held_content(data, &held).map(Some)
}

/// Loads the content of the version that is held. Fails where it is not the content its numbers are of: no number is shown under another.
pub(in crate::version_store) fn load_held_content(
    data: &Path,
    held: &HeldVersion,
) -> Result<Catalog, VersionError> {
    let loaded = load_content(data, held.number);
    match loaded {
        Ok(catalog) if catalog.content.content_version() == held.content_version => Ok(catalog),
        _ if held.program != env!("CARGO_PKG_VERSION") => Err(VersionError::OtherProgram {
            number: held.number,
            program: held.program.clone(),
            own: env!("CARGO_PKG_VERSION"),
        }),
        _ => Err(damaged(held, "content")),
    }
}

/// Fails where a file beside the build, a lock or the targets, is not the version's, is missing, or is one too many.
pub(in crate::version_store) fn check_held_files(
    data: &Path,
    held: &HeldVersion,
) -> Result<(), VersionError> {
    let record = InstallRecord::read_held(data)?.filter(|record| record.held.number == held.number);
    let record = record.ok_or_else(|| damaged(held, "held.json"))?;
    // The program was another since.
    if record.manifest.layout != LAYOUT {
        return Err(other_program(&record.manifest));
    }
    let build = fs::metadata(data.join(&held.file)).map_or(0, |file| file.len());
    let mut named = BTreeSet::new();
    for file in &record.manifest.files {
        if file.path == WAREHOUSE {
            if build != file.size {
                return Err(damaged(held, &held.file));
            }
        } else if file.path == office_target::FILE || file.path.starts_with(LOCKS) {
            if !file.is_at(&data.join(&file.path)) {
                return Err(damaged(held, &file.path));
            }
            named.insert(file.path.as_str());
        }
    }
    let mut there = Vec::new();
    walk_folder(&data.join(LOCKS), &format!("{LOCKS}/"), &mut there)?;
    if data.join(office_target::FILE).exists() {
        there.push((office_target::FILE.to_owned(), data.join(office_target::FILE)));
    }
    match there.iter().find(|(path, _)| !named.contains(path.as_str())) {
        Some((path, _)) => Err(damaged(held, path)),
        None => Ok(()),
    }
}

/// Says that a file of the version that is held is not as it was published.
pub(in crate::version_store) fn damaged(held: &HeldVersion, path: &str) -> VersionError {
    VersionError::HeldDamaged { number: held.number, path: path.to_owned() }
}
