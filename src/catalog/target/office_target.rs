//! Targets an office sets itself, beside those of the content: `targets.csv` of its data folder.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::Path,
};

use parking_lot::Mutex;

use super::{
    super::{CatalogError, content::ContentSet},
    TargetDefinition,
};
use crate::{
    disk::{RenamePoints, rename_durably, sync_folder},
    domain::fault_point::FaultPoint,
};

/// Names the file of the office's own targets in a data folder.
pub const FILE: &str = "targets.csv";

/// What the content a build is made of calls it: one more file of the same table, after the content's own.
const IN_CONTENT: &str = "queries/reference/target/targets.csv";

const POINTS: RenamePoints = RenamePoints {
    sync: FaultPoint::TargetsWrite,
    rename: FaultPoint::TargetsRename,
    sync_folder: FaultPoint::TargetsFolderSync,
};

/// Two who change it at once do so one after the other.
static WRITER: Mutex<()> = Mutex::new(());

/// The content with what the office set.
pub fn with_own(content: &ContentSet, data: &Path) -> Result<ContentSet, CatalogError> {
    Ok(read_file(data)?
        .map_or_else(|| content.clone(), |bytes| content.with_file(IN_CONTENT, bytes)))
}

/// What the office set, in the order in which it did.
pub fn list_targets(data: &Path) -> Result<Vec<TargetDefinition>, CatalogError> {
    read_file(data)?.map_or_else(
        || Ok(Vec::new()),
        |bytes| TargetDefinition::read_rows(&targets_path(data), &bytes),
    )
}

/// Adds a target to those of the office; says whether it did, for it may be among them. Fails when the file cannot be read or written.
pub fn add_target(data: &Path, target: TargetDefinition) -> Result<bool, CatalogError> {
    change_targets(data, |all| {
        let is_new = !all.contains(&target);
        if is_new {
            all.push(target);
        }
        is_new
    })
}

/// Takes a target back; says whether it did, for somebody else may have done so already.
pub fn remove_target(data: &Path, target: &TargetDefinition) -> Result<bool, CatalogError> {
    change_targets(data, |all| {
        let before = all.len();
        all.retain(|one| one != target);
        all.len() < before
    })
}

/// Written aside and renamed: it is the old file or the new one. Nothing is written where nothing changes.
fn change_targets(
    data: &Path,
    change: impl FnOnce(&mut Vec<TargetDefinition>) -> bool,
) -> Result<bool, CatalogError> {
    let _turn = WRITER.lock();
    let mut all = list_targets(data)?;
    if !change(&mut all) {
        return Ok(false);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for target in &all {
        // What is written to memory cannot fail.
        let _ = writer.serialize(target);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let replace = || {
        FaultPoint::TargetsWrite.pass()?;
        let mut aside = tempfile::NamedTempFile::new_in(data)?;
        aside.write_all(&bytes)?;
        rename_durably(&aside.into_temp_path(), &data.join(FILE), POINTS).map_err(io::Error::from)
    };
    let remove = || fs::remove_file(data.join(FILE)).and_then(|()| sync_folder(data));
    let changed = if all.is_empty() { remove() } else { replace() };
    let changed = match changed {
        // Nobody had set anything.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        // It has its name, though nobody can say whether it outlives a power cut: what stands there is what holds.
        Err(_) if fs::read(data.join(FILE)).is_ok_and(|held| held == bytes) => Ok(()),
        changed => changed,
    };
    changed
        .map(|()| true)
        .map_err(|source| CatalogError::Unwritable { path: targets_path(data), source })
}

fn targets_path(data: &Path) -> String {
    data.join(FILE).display().to_string()
}

/// Nothing where the office set none.
fn read_file(data: &Path) -> Result<Option<Vec<u8>>, CatalogError> {
    match fs::read(data.join(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read
            .map(Some)
            .map_err(|source| CatalogError::NoTargets { path: targets_path(data), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(value: &str) -> TargetDefinition {
        TargetDefinition {
            metric_id: "on_time_rate".into(),
            kind: "floor".into(),
            agency_code: None,
            level: Some("commune".into()),
            value: value.into(),
            valid_from: "2026-01-01".parse().expect("a day"),
            valid_to: None,
            source: "Kế hoạch 12, \"CCHC\"".into(),
        }
    }

    #[test]
    fn what_is_set_is_read_as_it_was_set_and_can_be_taken_back() {
        let data = tempfile::tempdir().expect("a folder");
        let data = data.path();
        let content = ContentSet::load_layers(None).expect("well");
        assert_eq!(
            with_own(&content, data).expect("read").content_version(),
            content.content_version()
        );
        assert!(add_target(data, target("85")).expect("added"));
        assert!(!add_target(data, target("85")).expect("asked"), "it is there");
        add_target(data, target("92.5")).expect("added");
        assert_eq!(list_targets(data).expect("read"), [target("85"), target("92.5")]);
        assert_ne!(
            with_own(&content, data).expect("read").content_version(),
            content.content_version()
        );
        assert!(remove_target(data, &target("85")).expect("removed"));
        assert!(!remove_target(data, &target("85")).expect("asked"), "it is gone");
        assert_eq!(list_targets(data).expect("read"), [target("92.5")]);
        remove_target(data, &target("92.5")).expect("removed");
        assert_eq!(list_targets(data).expect("read"), []);
        assert_eq!(
            with_own(&content, data).expect("read").content_version(),
            content.content_version()
        );
    }

    #[test]
    fn a_file_spoilt_by_hand_is_named() {
        let data = tempfile::tempdir().expect("a folder");
        fs::write(data.path().join(FILE), "metric_id,kind\non_time_rate").expect("written");
        let error = list_targets(data.path()).expect_err("refused").to_string();
        assert!(error.contains("targets.csv"), "{error}");
    }
}
