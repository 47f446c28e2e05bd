//! Takes old versions out of a store, and after them what nothing names any more.

use std::{collections::BTreeSet, time::Duration};

use super::{
    error::{VersionDamage, VersionError},
    manifest::{
        LONGEST, OBJECTS, VERSIONS, VersionManifest, manifest_name, manifest_number, object_name,
    },
};
use crate::shared_store::SharedStore;

/// For so long after a newer one came a version can still be downloaded, and an object that nothing names stays: a node or another
/// publisher may be in the middle of it.
pub(super) const GRACE: Duration = Duration::from_hours(1);

/// Removes versions that are none of the newest and were followed by another one long enough, and objects that nothing names. Of
/// dossiers that were erased since, no version keeps anything. Returns how many versions went.
pub(super) fn sweep_store(store: &SharedStore, keep: usize) -> Result<usize, VersionError> {
    let listed = store.list(VERSIONS)?;
    let mut versions: Vec<(u64, Duration)> = (listed.iter())
        .filter_map(|(name, object)| Some((manifest_number(name)?, object.age)))
        .collect();
    versions.sort_unstable();
    let Some(&(newest, _)) = versions.last() else { return Ok(0) };
    let erased = read_manifest(store, newest)?.erased;
    let (mut kept, mut erased_with, mut going) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (at, (number, _)) in versions.iter().enumerate() {
        // Since when it has not been the newest.
        let followed = versions.get(at + 1).map(|(_, age)| *age);
        let is_old = at + keep.max(1) < versions.len() && followed.is_some_and(|age| age > GRACE);
        let manifest = match read_manifest(store, *number) {
            Err(VersionError::Damaged { .. }) => None,
            read => Some(read?),
        };
        let named = manifest.as_ref().map(named_objects);
        match manifest {
            Some(manifest) if !erased.is_subset(&manifest.erased) => {
                erased_with.extend(named.unwrap_or_default());
                going.push(*number);
            }
            _ if is_old => going.push(*number),
            _ => kept.push(named),
        }
    }
    let named: BTreeSet<String> = kept.iter().flatten().flatten().cloned().collect();
    // Objects of before an erasure go whatever else is damaged, and before the manifests by which they are found again where one cannot.
    for name in erased_with.difference(&named) {
        store.remove(&object_name(name))?;
    }
    // What a publisher that was killed left of an upload may hold what was erased.
    let is_erasure = !erased_with.is_empty();
    store.remove_unfinished(&["", VERSIONS, OBJECTS], |age| is_erasure || age > GRACE)?;
    let removed = going.len();
    for number in going {
        store.remove(&manifest_name(number))?;
    }
    // What a manifest names that cannot be read nobody knows.
    if kept.iter().any(Option::is_none) {
        return Ok(removed);
    }
    for (name, object) in store.list(OBJECTS)? {
        if object.age > GRACE && !named.contains(&name) {
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
    store: &SharedStore,
    number: u64,
) -> Result<VersionManifest, VersionError> {
    let bytes = read_manifest_bytes(store, number)?;
    VersionManifest::parse(number, &bytes)
}

/// Reads the bytes of a manifest, no more of them than one has.
pub(super) fn read_manifest_bytes(
    store: &SharedStore,
    number: u64,
) -> Result<Vec<u8>, VersionError> {
    let name = manifest_name(number);
    let missing = VersionError::Damaged { name: name.clone(), problem: VersionDamage::Missing };
    store.read(&name, LONGEST)?.ok_or(missing)
}
