//! Puts what is published in a data folder into a store, as a version of its own: what it names first, its manifest last.

use std::collections::BTreeMap;

use super::{
    error::VersionError,
    manifest::{HIGHEST, OBJECTS, VersionFile, VersionManifest, manifest_name, object_name},
    own_files::{OwnFile, list_own_files, stamp_files},
    publish_checks::{
        StoredManifest, StoredVersions, describe_build, ensure_same_content, lock_publishing,
        settle_owner,
    },
    publish_note::{LastPublished, PublishNote, PublishProblem},
    publish_order::{ContentChange, PublishOptions, PublishOrder},
    sweep::{GRACE, sweep_store},
};
use crate::{
    shared_store::{ListedObject, SharedStore, digest_bytes},
    warehouse::find_published,
};

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

/// Publishes a version, unless the last one was of these files; writes down in the data folder what came of it. Fails where another
/// process publishes from this folder.
pub fn publish_version(
    order: &PublishOrder,
    options: PublishOptions,
) -> Result<Option<PublishedVersion>, VersionError> {
    let _turn = lock_publishing(order.data)?;
    let done = try_publish(order, options);
    let mut note = PublishNote::read(order.data)?;
    match &done {
        Ok(_) if note.find_problem(order.address).is_none() => {}
        // One that was noted has the store asked.
        Ok(_) => {
            note.note_problem(order.address, None);
            note.write(order.data)?;
        }
        Err(error) if error.is_of_waiting() || error.is_of_asker() => {}
        Err(error) => {
            let before = note.find_problem(order.address);
            let problem = PublishProblem {
                address: order.address.to_owned(),
                since: before.map_or(order.now, |problem| problem.since),
                tried_at: order.now,
                told: order.catalog.phrases.tell_error(error),
            };
            note.note_problem(order.address, Some(problem));
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
    let mut note = PublishNote::read(data)?;
    let stamp = stamp_files(catalog, &list_own_files(catalog, data)?);
    let last = note.find_last(address);
    let is_new = options.uploads_all || last.is_none_or(|last| last.stamp != stamp);
    let is_swept = last.is_none_or(|last| !last.sweep_due);
    // What was published may be gone from the store, or no more what it was.
    let is_checked = options.checks_store
        || note.find_problem(address).is_some()
        || last.is_some_and(|last| last.is_check_due(order.now));
    if !is_new && is_swept && !is_checked {
        return Ok(None);
    }
    let last = last.cloned();
    if is_new && options.content == ContentChange::Refused {
        ensure_same_content(catalog, last.as_ref())?;
    }
    let store = SharedStore::open(address)?;
    let office = settle_owner(&store, &mut note, order, options)?;
    let versions = StoredVersions::read(&store)?;
    let (number, newest) = (versions.newest_number(), versions.newest());
    if let Some(last) = last.as_ref().filter(|_| !is_new && office == note.office)
        && versions.are_led_by(&store, last)?
    {
        note.note_checked(address, order.now);
        note.write(data)?;
        sweep_due(&store, order, &mut note)?;
        return Ok(None);
    }
    let known = last.as_ref().map_or(0, |last| last.number);
    for _ in 0..TRIES {
        let files = list_own_files(catalog, data)?;
        let stamp = stamp_files(catalog, &files);
        let mut manifest = describe_build(order, &office)?;
        let newest_manifest = newest.map(|newest| &newest.manifest);
        versions.ensure_all_erased(&manifest, known)?;
        let objects = store.list(OBJECTS)?;
        let mut upload = ObjectUpload {
            store: &store,
            objects,
            newest: newest_manifest,
            options,
            uploaded: 0,
            bytes: 0,
        };
        let is_own = number <= known
            || options.takes_over
            || newest.is_some_and(|it| note.begun.as_ref() == Some(&it.digest));
        if !is_own {
            // Only what is the same, to the byte, is taken for the folder's own: nothing is uploaded before that is known.
            let digested = files.iter().map(|file| Ok(file.open()?.0));
            manifest.files = digested.collect::<Result<_, VersionError>>()?;
            if !newest_manifest.is_some_and(|newest| is_same_version(newest, &manifest)) {
                return Err(VersionError::Unknown { number });
            }
            manifest.files.clear();
        }
        for file in &files {
            manifest.files.push(upload.keep_file(file)?);
        }
        let still = stamp_files(catalog, &list_own_files(catalog, data)?);
        if still != stamp || find_published(data).as_deref() != Some(files[0].place()) {
            continue;
        }
        let (uploaded, bytes) = (upload.uploaded, upload.bytes);
        let is_that = |newest: &&StoredManifest| is_same_version(&newest.manifest, &manifest);
        // Another copy of the office's folder may have put it there.
        let is_kept = number >= known && !options.uploads_all;
        let kept = newest.filter(is_that).filter(|_| is_kept);
        let (number, digest) = if let Some(newest) = kept {
            (number, newest.digest.clone())
        } else {
            let after = (known.max(number), options);
            create_manifest((&store, order), &mut manifest, &mut note, after)?
        };
        note.office.clone_from(&office);
        note.note_published(LastPublished {
            address: address.to_owned(),
            number,
            at: order.now,
            data_version: manifest.data_version.clone(),
            content_version: manifest.content_version.clone(),
            program: manifest.program.clone(),
            checked_at: None,
            sweep_due: true,
            manifest: digest,
            stamp,
        });
        note.write(data)?;
        // What could not be removed is tried again, and told: it may hold what was erased.
        let removed = sweep_due(&store, order, &mut note).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "old versions could not be removed from the store yet");
            0
        });
        let files = manifest.files.len();
        return Ok(Some(PublishedVersion { number, files, uploaded, bytes, removed }));
    }
    Err(VersionError::Moving)
}

/// Takes old versions out of the store, where that is still to be done.
fn sweep_due(
    store: &SharedStore,
    order: &PublishOrder,
    note: &mut PublishNote,
) -> Result<usize, VersionError> {
    let Some(last) = note.find_last(order.address).filter(|last| last.sweep_due).cloned() else {
        return Ok(0);
    };
    let removed = sweep_store(store, usize::from(order.settings.keep.get()))?;
    note.note_published(LastPublished { sweep_due: false, ..last });
    note.write(order.data)?;
    Ok(removed)
}

/// Gives the version the number after one, and writes its manifest. Returns both the number and the digest. Fails where somebody took the
/// number meanwhile, or there is none.
fn create_manifest(
    (store, order): (&SharedStore, &PublishOrder),
    manifest: &mut VersionManifest,
    note: &mut PublishNote,
    (after, options): (u64, PublishOptions),
) -> Result<(u64, String), VersionError> {
    for number in (after + 1..).take(TRIES) {
        if number > HIGHEST {
            return Err(VersionError::NoNumber { name: manifest_name(number - 1) });
        }
        manifest.number = number;
        let bytes = manifest.to_bytes();
        let digest = digest_bytes(&bytes);
        // Killed before the number is noted, the folder knows its own version all the same.
        note.begun = Some(digest.clone());
        note.write(order.data)?;
        if store.create(&manifest_name(number), bytes)? {
            return Ok((number, digest));
        }
        if !options.takes_over {
            return Err(VersionError::Unknown { number });
        }
    }
    Err(VersionError::Taken { address: store.address.clone() })
}

fn is_same_version(newest: &VersionManifest, made: &VersionManifest) -> bool {
    let made_of = |it: &VersionManifest| {
        let of = [&it.office, &it.data_version, &it.content_version, &it.program, &it.layout];
        of.map(String::clone)
    };
    made_of(newest) == made_of(made)
        && (&newest.files, &newest.erased) == (&made.files, &made.erased)
}

/// Puts objects into a store that are not there.
struct ObjectUpload<'u> {
    store: &'u SharedStore,
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
