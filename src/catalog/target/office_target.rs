//! Targets an office sets itself, beside those of the content: `targets.csv` of its data folder.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use parking_lot::Mutex;

use super::{
    super::{CatalogError, content::ContentSet},
    TargetDefinition,
};
use crate::domain::fault_point::FaultPoint;

/// Names the file of the office's own targets in a data folder.
pub const FILE: &str = "targets.csv";

/// What the content a build is made of calls it: one more file of the same table, after the content's own.
const IN_CONTENT: &str = "queries/reference/target/targets.csv";

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

/// Adds a target to those of the office; fails when the file cannot be read or written.
pub fn add_target(data: &Path, target: TargetDefinition) -> Result<(), CatalogError> {
    change_targets(data, |all| all.push(target))
}

/// Takes a target back; nothing happens where it is not among them.
pub fn remove_target(data: &Path, target: &TargetDefinition) -> Result<(), CatalogError> {
    change_targets(data, |all| all.retain(|one| one != target))
}

/// Written aside and renamed: it is the old file or the new one.
fn change_targets(
    data: &Path,
    change: impl FnOnce(&mut Vec<TargetDefinition>),
) -> Result<(), CatalogError> {
    let _turn = WRITER.lock();
    let mut all = list_targets(data)?;
    change(&mut all);
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
        aside.as_file().sync_all()?;
        FaultPoint::TargetsRename.pass()?;
        aside.persist(data.join(FILE)).map_err(|error| error.error)
    };
    let changed =
        if all.is_empty() { fs::remove_file(data.join(FILE)) } else { replace().map(drop) };
    match changed {
        // Nobody had set anything.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        changed => changed,
    }
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
        add_target(data, target("85")).expect("added");
        add_target(data, target("92.5")).expect("added");
        assert_eq!(list_targets(data).expect("read"), [target("85"), target("92.5")]);
        assert_ne!(
            with_own(&content, data).expect("read").content_version(),
            content.content_version()
        );
        remove_target(data, &target("85")).expect("removed");
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
