//! Puts what is published in a data folder into a store, as a version of its own: what it names first, its manifest last.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::DateTime;

use super::{
    error::VersionError,
    manifest::{
        OBJECTS, OWNER, StoreOwner, VERSIONS, VersionFile, VersionManifest, manifest_name,
        manifest_number, object_name,
    },
    own_files::{OwnFile, list_own_files, stamp_files},
    publish_note::{LastPublished, PublishNote, PublishProblem},
    store::{ListedObject, VersionStore},
    sweep::{GRACE, read_manifest, sweep_store},
};
use crate::{
    catalog::{Catalog, settings::versions::VersionSettings},
    ingest::archive::Archive,
    warehouse::{WarehouseError, find_published, query::Warehouse},
};

/// Says of which data folder, into which store, and when.
#[derive(Clone, Copy)]
pub struct PublishOrder<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub address: &'a str,
    pub settings: &'a VersionSettings,
    pub now: DateTime,
}

/// Says what is done besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublishOptions {
    /// A version is published though nothing changed, and every object is put there anew: what lies there may be damaged.
    pub uploads_all: bool,
    /// The store is this office's, though this data folder does not know it.
    pub takes_over: bool,
}

/// Says what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedVersion {
    pub number: u64,
    pub files: usize,
    /// Of the files, so many were not in the store yet.
    pub uploaded: usize,
    /// And had so many bytes.
    pub bytes: u64,
    /// Old versions that went.
    pub removed: usize,
}

/// How often it begins anew where files change meanwhile, and how many numbers are tried where others publish too.
const TRIES: usize = 5;

/// Publishes a version, unless the last one was of these files; writes down in the data folder what came of it.
pub fn publish_version(
    order: &PublishOrder,
    options: PublishOptions,
) -> Result<Option<PublishedVersion>, VersionError> {
    let done = try_publish(order, options);
    let mut note = PublishNote::read(order.data);
    match &done {
        Ok(_) if note.problem.is_none() => {}
        Ok(_) => {
            note.problem = None;
            note.write(order.data)?;
        }
        // A folder of which nothing is published yet has no trouble with its store.
        Err(VersionError::NotBuilt { .. }) => {}
        Err(error) => {
            let since = note.problem.map_or(order.now, |problem| problem.since);
            let told = order.catalog.phrases.tell_error(error);
            note.problem = Some(PublishProblem { since, tried_at: order.now, told });
            note.write(order.data)?;
        }
    }
    done
}

fn try_publish(
    order: &PublishOrder,
    options: PublishOptions,
) -> Result<Option<PublishedVersion>, VersionError> {
    let PublishOrder { catalog, data, address, .. } = *order;
    let mut note = PublishNote::read(data);
    let is_new = |note: &PublishNote, stamp: &str| {
        let last = note.last.as_ref();
        options.uploads_all
            || !last.is_some_and(|last| last.address == address && last.stamp == stamp)
    };
    let stamp = stamp_files(catalog, &list_own_files(catalog, data)?);
    if !is_new(&note, &stamp) {
        return Ok(None);
    }
    let store = VersionStore::open(address)?;
    settle_owner(&store, &mut note, order, options)?;
    let numbers = list_numbers(&store)?;
    let newest = numbers.last().and_then(|number| read_manifest(&store, *number).ok());
    for _ in 0..TRIES {
        let files = list_own_files(catalog, data)?;
        let stamp = stamp_files(catalog, &files);
        let mut manifest = describe_build(order, &note.office)?;
        let objects = store.list(OBJECTS)?;
        let mut upload = ObjectUpload {
            store: &store,
            objects,
            newest: newest.as_ref(),
            options,
            uploaded: 0,
            bytes: 0,
        };
        for file in &files {
            manifest.files.push(upload.keep_file(file)?);
        }
        let still = stamp_files(catalog, &list_own_files(catalog, data)?);
        if still != stamp || find_published(data).as_deref() != Some(files[0].place()) {
            continue;
        }
        let (uploaded, bytes) = (upload.uploaded, upload.bytes);
        let is_that = newest.as_ref().is_some_and(|newest| is_same_version(newest, &manifest));
        // Another copy of the office's folder may have put it there.
        let number = if is_that && !options.uploads_all {
            numbers.last().copied().unwrap_or_default()
        } else {
            let known = note.last.as_ref().map_or(0, |last| last.number);
            create_manifest(&store, &mut manifest, known.max(numbers.last().copied().unwrap_or(0)))?
        };
        note.last = Some(LastPublished {
            address: address.to_owned(),
            number,
            at: order.now,
            data_version: manifest.data_version.clone(),
            stamp,
        });
        note.problem = None;
        note.write(data)?;
        // What could not be removed is tried again after the next.
        let keep = usize::from(order.settings.keep.get());
        let removed = sweep_store(&store, keep).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "old versions could not be removed from the store yet");
            0
        });
        let files = manifest.files.len();
        return Ok(Some(PublishedVersion { number, files, uploaded, bytes, removed }));
    }
    Err(VersionError::Moving)
}

/// Holds the store's owner against the office; a store without one becomes this office's.
fn settle_owner(
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
            let owner = StoreOwner { office: note.office.clone() };
            let text = serde_json::to_vec_pretty(&owner).expect("plain data");
            if !store.create(OWNER, text)?
                && read_owner(store)?.map(|it| it.office) != Some(owner.office)
            {
                return Err(other());
            }
        }
    }
    note.write(order.data)
}

/// Whose a store is; `None` of one that is nobody's yet.
pub(super) fn read_owner(store: &VersionStore) -> Result<Option<StoreOwner>, VersionError> {
    let Some(bytes) = store.read(OWNER, 4 << 10)? else { return Ok(None) };
    let damaged = |_| VersionError::Damaged {
        name: OWNER.to_owned(),
        problem: super::error::VersionDamage::Unread,
    };
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
fn describe_build(order: &PublishOrder, office: &str) -> Result<VersionManifest, VersionError> {
    let not_built = || VersionError::NotBuilt { data: order.data.display().to_string() };
    let warehouse = Warehouse::open_published(order.data).map_err(|error| match error {
        WarehouseError::NotBuilt { .. } => not_built(),
        other => other.into(),
    })?;
    let mut manifest = VersionManifest::new(office.to_owned(), order.now);
    manifest.data_version.clone_from(&warehouse.data_version);
    manifest.content_version = order.catalog.content.content_version();
    manifest.erased = Archive::open_in(order.data)?.read_erasures()?.entries.len();
    Ok(manifest)
}

/// Gives the version the first free number after one, and writes its manifest.
fn create_manifest(
    store: &VersionStore,
    manifest: &mut VersionManifest,
    after: u64,
) -> Result<u64, VersionError> {
    for number in (after + 1..).take(TRIES) {
        manifest.number = number;
        if store.create(&manifest_name(number), manifest.to_bytes())? {
            return Ok(number);
        }
    }
    Err(VersionError::Taken { address: store.address.clone() })
}

fn is_same_version(newest: &VersionManifest, made: &VersionManifest) -> bool {
    (&newest.files, &newest.content_version, newest.erased, &newest.program)
        == (&made.files, &made.content_version, made.erased, &made.program)
}

/// Puts objects into a store that are not there.
struct ObjectUpload<'u> {
    store: &'u VersionStore,
    objects: BTreeMap<String, ListedObject>,
    newest: Option<&'u VersionManifest>,
    options: PublishOptions,
    uploaded: usize,
    bytes: u64,
}

impl ObjectUpload<'_> {
    fn keep_file(&mut self, own: &OwnFile) -> Result<VersionFile, VersionError> {
        let (file, bytes) = own.open()?;
        if self.options.uploads_all || !self.is_kept(&file) {
            self.store.upload(&object_name(&file.sha256), file.size, (own.place(), bytes))?;
            let stored = ListedObject { size: file.size, age: std::time::Duration::ZERO };
            self.objects.insert(file.sha256.clone(), stored);
            self.uploaded += 1;
            self.bytes += file.size;
        }
        Ok(file)
    }

    /// Whether an object is there and stays: the newest version names it, or it is too young to be swept by anybody.
    fn is_kept(&self, file: &VersionFile) -> bool {
        let is_named = || {
            let named = self.newest.into_iter().flat_map(|newest| &newest.files);
            named.into_iter().any(|named| named.sha256 == file.sha256)
        };
        let stored = self.objects.get(&file.sha256);
        stored.is_some_and(|it| it.size == file.size && (it.age < GRACE / 2 || is_named()))
    }
}
