//! What is held against a store and a data folder before a version is published: whose it is, and that it goes together.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use super::{
    error::{VersionDamage, VersionError},
    manifest::{OWNER, StoreOwner, VERSIONS, VersionManifest, digest_bytes, manifest_number},
    publish_note::{LastPublished, PublishNote},
    publish_order::{PublishOptions, PublishOrder},
    store::VersionStore,
    sweep::read_manifest_bytes,
};
use crate::{
    catalog::{Catalog, target::office_target},
    domain::{erasure::ErasureLedger, source::Source},
    ingest::archive::Archive,
    warehouse::{BuildPlan, FileLock, WarehouseError, query::Warehouse},
};

/// Is a manifest of the store, and its digest.
pub(super) struct StoredManifest {
    pub manifest: VersionManifest,
    pub digest: String,
}

/// The newest number of a store, 0 where there is none, and its manifest where it can be read.
pub(super) fn read_newest(
    store: &VersionStore,
) -> Result<(u64, Option<StoredManifest>), VersionError> {
    let Some(&number) = list_numbers(store)?.last() else { return Ok((0, None)) };
    let bytes = match read_manifest_bytes(store, number) {
        Err(VersionError::Damaged { .. }) => return Ok((number, None)),
        bytes => bytes?,
    };
    let read = VersionManifest::parse(number, &bytes).ok();
    let digest = digest_bytes(&bytes);
    Ok((number, read.map(|manifest| StoredManifest { manifest, digest })))
}

/// Locks a data folder for one who publishes. Fails where another one does.
pub(super) fn lock_publishing(data: &Path) -> Result<Option<FileLock>, VersionError> {
    let path = data.join(PublishNote::LOCK);
    // Of a folder that is not there nothing is published.
    if !data.is_dir() {
        return Ok(None);
    }
    let opened = File::options().write(true).create(true).truncate(false).open(&path);
    let opened = opened.map_err(VersionError::at_path(&path))?;
    match FileLock::try_exclusive(opened) {
        Ok(lock) => Ok(Some(lock)),
        Err((_, TryLockError::WouldBlock)) => {
            Err(VersionError::InUse { path: data.display().to_string() })
        }
        Err((_, TryLockError::Error(error))) => Err(VersionError::at_path(&path)(error)),
    }
}

/// Fails where fewer dossiers were erased than in the newest version: what was erased would come back.
pub(super) fn ensure_no_fewer_erased(
    newest: Option<&VersionManifest>,
    made: &VersionManifest,
) -> Result<(), VersionError> {
    match newest {
        Some(newest) if made.erased < newest.erased => {
            Err(VersionError::FewerErased { number: newest.number })
        }
        _ => Ok(()),
    }
}

/// Fails where the content is another than that of the last version, and the program is not: a command without the office's `--content`
/// would lay pages out by the built-in one.
pub(super) fn ensure_same_content(
    catalog: &Catalog,
    last: Option<&LastPublished>,
) -> Result<(), VersionError> {
    let is_other = |last: &LastPublished| {
        last.program == env!("CARGO_PKG_VERSION")
            && last.content_version != catalog.content.content_version()
    };
    if last.is_some_and(is_other) { Err(VersionError::OtherContent) } else { Ok(()) }
}

/// The data version of a build of the content as it is over these exports.
pub fn expect_version(
    catalog: &Catalog,
    data: &Path,
    sources: Vec<Source>,
    erasures: ErasureLedger,
) -> Result<String, VersionError> {
    let plan = BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        // A version is of the notes alone.
        sources: sources.into_iter().map(|source| (source, PathBuf::default())).collect(),
        erasures,
        as_known_on: None,
        scratch: Path::new(""),
        publish_as: Path::new(""),
        base: None,
    };
    Ok(plan.data_version())
}

/// Holds the store's owner against the office; a store without one becomes this office's.
pub(super) fn settle_owner(
    store: &VersionStore,
    note: &mut PublishNote,
    order: &PublishOrder,
    options: PublishOptions,
) -> Result<(), VersionError> {
    let known = read_owner(store)?;
    let other = || VersionError::OtherOffice { address: order.address.to_owned() };
    match known {
        Some(owner) if owner.office == note.office => return Ok(()),
        Some(owner) if options.takes_over => note.office = owner.office,
        Some(_) => return Err(other()),
        None => {
            note.draw_office(order.data)?;
            // First: a store whose owner nobody knows would be nobody's.
            note.write(order.data)?;
            let owner = StoreOwner { office: note.office.clone() };
            let text = serde_json::to_vec_pretty(&owner).expect("plain data");
            let is_made = store.create(OWNER, text.clone())?;
            if !is_made && read_owner(store)?.map(|it| it.office) != Some(owner.office) {
                return Err(other());
            }
            // A store that writes over what is there keeps no manifest as it was.
            if is_made && store.create(OWNER, text)? {
                return Err(VersionError::Unguarded { address: order.address.to_owned() });
            }
            return Ok(());
        }
    }
    note.write(order.data)
}

/// Whose a store is; `None` of one that is nobody's yet.
pub(super) fn read_owner(store: &VersionStore) -> Result<Option<StoreOwner>, VersionError> {
    let Some(bytes) = store.read(OWNER, 4 << 10)? else { return Ok(None) };
    let damaged =
        |_| VersionError::Damaged { name: OWNER.to_owned(), problem: VersionDamage::Unread };
    serde_json::from_slice(&bytes).map(Some).map_err(damaged)
}

/// The numbers of all versions in a store, the newest last.
pub(super) fn list_numbers(store: &VersionStore) -> Result<Vec<u64>, VersionError> {
    let mut numbers: Vec<u64> =
        store.list(VERSIONS)?.keys().filter_map(|name| manifest_number(name)).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// What the manifest says of the build, which this program must be able to read.
pub(super) fn describe_build(
    order: &PublishOrder,
    office: &str,
) -> Result<VersionManifest, VersionError> {
    let not_built = || VersionError::NotBuilt { data: order.data.display().to_string() };
    let warehouse = Warehouse::open_published(order.data).map_err(|error| match error {
        WarehouseError::NotBuilt { .. } => not_built(),
        other => other.into(),
    })?;
    let mut manifest = VersionManifest::new(office.to_owned(), order.now);
    manifest.data_version.clone_from(&warehouse.data_version);
    manifest.content_version = order.catalog.content.content_version();
    let archive = Archive::open_in(order.data)?;
    let (sources, erasures) = (archive.list_sources()?, archive.read_erasures()?);
    // Of what the build was made of, and not of what came since: an erasure whose build is not there yet has not left it.
    manifest.erased = erasures.entries.len();
    let expected = expect_version(order.catalog, order.data, sources, erasures)?;
    if expected == manifest.data_version { Ok(manifest) } else { Err(VersionError::Stale) }
}
