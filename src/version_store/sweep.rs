//! Takes old versions out of a store, and after them what nothing names any more.

use std::{collections::BTreeSet, time::Duration};

use super::{
    error::{VersionDamage, VersionError},
    manifest::{
        LONGEST, OBJECTS, VERSIONS, VersionManifest, manifest_name, manifest_number, object_name,
    },
    store::VersionStore,
};

/// For so long after a newer one came a version can still be downloaded, and an object that nothing names stays: a node or another
/// publisher may be in the middle of it.
pub(super) const GRACE: Duration = Duration::from_hours(1);

/// Removes versions that are none of the newest and were followed by another one long enough, and objects that nothing names. Of
/// dossiers that were erased since, no version keeps anything. Returns how many versions went.
pub(super) fn sweep_store(store: &VersionStore, keep: usize) -> Result<usize, VersionError> {
    let listed = store.list(VERSIONS)?;
    let mut versions: Vec<(u64, Duration)> = (listed.iter())
        .filter_map(|(name, object)| Some((manifest_number(name)?, object.age)))
        .collect();
    versions.sort_unstable();
    let Some(&(newest, _)) = versions.last() else { return Ok(0) };
    let erased = read_manifest(store, newest)?.erased;
    let (mut kept, mut erased_with, mut removed) = (Vec::new(), BTreeSet::new(), 0);
    for (at, (number, _)) in versions.iter().enumerate() {
        // Since when it has not been the newest.
        let followed = versions.get(at + 1).map(|(_, age)| *age);
        let is_old = at + keep.max(1) < versions.len() && followed.is_some_and(|age| age > GRACE);
        let manifest = read_manifest(store, *number);
        let holds_erased = manifest.as_ref().is_ok_and(|manifest| manifest.erased < erased);
        if is_old || holds_erased {
            store.remove(&manifest_name(*number))?;
            removed += 1;
        } else {
            kept.push(manifest.as_ref().map(named_objects).ok());
        }
        if holds_erased {
            erased_with.extend(manifest.as_ref().map(named_objects).unwrap_or_default());
        }
    }
    // What a manifest names that cannot be read nobody knows.
    let Some(named) = kept.into_iter().collect::<Option<Vec<_>>>() else { return Ok(removed) };
    let named: BTreeSet<String> = named.into_iter().flatten().collect();
    for (name, object) in store.list(OBJECTS)? {
        let is_due = object.age > GRACE || erased_with.contains(&name);
        if is_due && !named.contains(&name) {
            store.remove(&object_name(&name))?;
        }
    }
    Ok(removed)
}

fn named_objects(manifest: &VersionManifest) -> BTreeSet<String> {
    manifest.files.iter().map(|file| file.sha256.clone()).collect()
}

/// Reads the manifest of a number.
pub(super) fn read_manifest(
    store: &VersionStore,
    number: u64,
) -> Result<VersionManifest, VersionError> {
    let bytes = read_manifest_bytes(store, number)?;
    VersionManifest::parse(number, &bytes)
}

/// Reads the bytes of a manifest, no more of them than one has.
pub(super) fn read_manifest_bytes(
    store: &VersionStore,
    number: u64,
) -> Result<Vec<u8>, VersionError> {
    let name = manifest_name(number);
    let missing = VersionError::Damaged { name: name.clone(), problem: VersionDamage::Missing };
    store.read(&name, LONGEST)?.ok_or(missing)
}
