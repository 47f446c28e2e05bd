//! What is held against a store and a data folder before a version is published: whose it is, and that it goes together.

use std::{
    collections::BTreeMap,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use super::{
    error::VersionError,
    manifest::{OBJECTS, OWNER, VERSIONS, VersionFile, VersionManifest, manifest_number},
    publish_note::{LastPublished, PublishNote},
    publish_order::{PublishOptions, PublishOrder},
    sweep::read_manifest_bytes,
};
use crate::{
    catalog::{Catalog, target::office_target},
    domain::{erasure::ErasureLedger, source::Source},
    ingest::archive::Archive,
    shared_store::{SharedStore, StoreError, StoreOwner, digest_bytes},
    warehouse::{BuildPlan, FileLock, WarehouseError, query::Warehouse},
};

/// Is a manifest of the store, and its digest.
pub(super) struct StoredManifest {
    pub manifest: VersionManifest,
    pub digest: String,
}

/// Every number of a store, with its manifest where that can be read.
pub(super) struct StoredVersions(BTreeMap<u64, Option<StoredManifest>>);

impl StoredVersions {
    /// Reads all manifests of a store.
    pub fn read(store: &SharedStore) -> Result<Self, VersionError> {
        let stored = list_numbers(store)?.into_iter().map(|number| {
            let bytes = match read_manifest_bytes(store, number) {
                Err(VersionError::Damaged { .. }) => return Ok((number, None)),
                bytes => bytes?,
            };
            let read = VersionManifest::parse(number, &bytes).ok();
            let digest = digest_bytes(&bytes);
            Ok((number, read.map(|manifest| StoredManifest { manifest, digest })))
        });
        Ok(Self(stored.collect::<Result<_, VersionError>>()?))
    }

    /// The newest number, 0 where there is none.
    pub fn newest_number(&self) -> u64 {
        self.0.keys().next_back().copied().unwrap_or(0)
    }

    /// The manifest of the newest number, where it can be read.
    pub fn newest(&self) -> Option<&StoredManifest> {
        self.0.values().next_back()?.as_ref()
    }

    /// Whether what a folder published last is the newest, as it was published, and all that it names is there.
    pub fn are_led_by(
        &self,
        store: &SharedStore,
        last: &LastPublished,
    ) -> Result<bool, VersionError> {
        let is_last =
            |it: &&StoredManifest| it.manifest.number == last.number && it.digest == last.manifest;
        let Some(newest) = self.newest().filter(is_last) else { return Ok(false) };
        let objects = store.list(OBJECTS)?;
        let is_there = |file: &VersionFile| {
            objects.get(&file.sha256).is_some_and(|stored| stored.size == file.size)
        };
        Ok(newest.manifest.files.iter().all(is_there))
    }

    /// Fails where a dossier that was erased in any of them is not in the version that is made: it would come back. Of one that cannot be
    /// read, and that the folder does not know, nobody can say what was erased in it, unless the folder's last is still there: versions of
    /// before an erasure go at once.
    pub fn ensure_all_erased(
        &self,
        made: &VersionManifest,
        known: u64,
    ) -> Result<(), VersionError> {
        for stored in self.0.values().flatten() {
            if !stored.manifest.erased.is_subset(&made.erased) {
                return Err(VersionError::FewerErased { number: stored.manifest.number });
            }
        }
        let unread = self.0.iter().rfind(|(number, read)| **number > known && read.is_none());
        match unread {
            Some((number, _)) if !matches!(self.0.get(&known), Some(Some(_))) => {
                Err(VersionError::Unproven { number: *number })
            }
            _ => Ok(()),
        }
    }
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

/// Holds the store's owner against the office, and the store against what is promised of it; a store without an owner becomes this
/// office's. Returns whose versions go there: of a store that is taken over, the folder is its office's once a version is there.
pub(super) fn settle_owner(
    store: &SharedStore,
    note: &mut PublishNote,
    order: &PublishOrder,
    options: PublishOptions,
) -> Result<String, VersionError> {
    let (owner, is_made) = match read_owner(store)? {
        Some(owner) if owner.office == note.office || options.takes_over => (owner, false),
        Some(_) => {
            return Err(StoreError::OtherOffice { address: order.address.to_owned() }.into());
        }
        None => {
            note.draw_office(order.data)?;
            // First: a store whose owner nobody knows would be nobody's.
            note.write(order.data)?;
            let owner = StoreOwner { office: note.office.clone() };
            let is_made = owner.claim(store, OWNER)?;
            (owner, is_made)
        }
    };
    if note.is_guarded(order.address) {
        return Ok(owner.office);
    }
    // A store that writes over what is there keeps no manifest as it was.
    owner.ensure_guarded(store, (OWNER, is_made))?;
    note.guarded.push(order.address.to_owned());
    note.write(order.data)?;
    Ok(owner.office)
}

/// Whose a store is; `None` of one that is nobody's yet.
pub(super) fn read_owner(store: &SharedStore) -> Result<Option<StoreOwner>, VersionError> {
    Ok(StoreOwner::read(store, OWNER)?)
}

/// The numbers of all versions in a store, the newest last.
pub(super) fn list_numbers(store: &SharedStore) -> Result<Vec<u64>, VersionError> {
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
    manifest.erased = erasures.entries.iter().map(|entry| entry.digest.clone()).collect();
    let expected = expect_version(order.catalog, order.data, sources, erasures)?;
    if expected == manifest.data_version { Ok(manifest) } else { Err(VersionError::Stale) }
}
