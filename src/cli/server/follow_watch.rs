//! What a running server does with a store of versions: an office's puts its own there, a reading node's takes them from there.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use super::super::{
    command_error::CommandError,
    help::spoken::{say, spoken},
    options::local_now,
    output::say::print_message,
    upkeep::own_folder::ensure_own_folder,
};
use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, CatalogVersions, settings::ProgramSettings},
    domain::file_size::format_bytes,
    pipeline::VersionPublishing,
    version_store::{
        ContentChange, FollowStatus, PublishOptions, PublishedVersion, VersionError,
        VersionFollower,
    },
};

/// Between two looks at what is published here.
const PAUSE: Duration = Duration::from_secs(5);
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Prepares the data folder of a server: to be a reading node's where a store is named, with the content of the version it holds. Fails
/// where the folder is an office's then, and else where it is a node's.
pub fn prepare_node(
    data: &Path,
    address: Option<&str>,
    catalog: Catalog,
) -> miette::Result<(CatalogVersions, Option<Arc<VersionFollower>>)> {
    let Some(address) = address else {
        ensure_own_folder(data)?;
        return Ok((CatalogVersions::from(catalog), None));
    };
    if catalog.content.own_folders().named.is_some() {
        return Err(CommandError::FollowedContent.into());
    }
    let catalog = CatalogVersions::from(catalog);
    let follower = VersionFollower::new(data, address, catalog.clone())?;
    Ok((catalog, Some(Arc::new(follower))))
}

/// Says of a node's folder that there may be newer numbers, of an office's that exports of other machines may be missing; `None` where
/// neither is so.
pub fn describe_behind(
    data: &Path,
    catalog: &Catalog,
    settings: &ProgramSettings,
) -> Result<Option<String>, VersionError> {
    Ok(match FollowStatus::read(data)? {
        Some(status) => {
            status.describe(&catalog.phrases, local_now(), settings.versions.poll_seconds)
        }
        None => ArchiveStoreNote::describe_folder(data, &catalog.phrases),
    })
}

/// Begins what goes on beside the pages: an office's folder that is written is published where the settings name a store, a node follows.
pub fn begin_version_work(
    (catalog, settings): (&CatalogVersions, &Arc<ProgramSettings>),
    data: &Path,
    (follower, is_written): (Option<&Arc<VersionFollower>>, bool),
) {
    if is_written && settings.versions.store.is_some() {
        let (catalog, data) = (catalog.clone(), data.to_owned());
        let settings = Arc::clone(settings);
        thread::spawn(move || publish_versions(&catalog, &data, &settings));
    }
    if let Some(follower) = follower.map(Arc::clone) {
        let pause = Duration::from_secs(settings.versions.poll_seconds.get().into());
        thread::spawn(move || follow_store(&follower, pause));
    }
}

/// Follows a store for as long as the server runs.
fn follow_store(follower: &VersionFollower, pause: Duration) {
    let mut shown = follower.status().held.map(|held| held.number);
    loop {
        // A node that no longer looks says so by itself; one look that broke off must not end all.
        if catch_unwind(AssertUnwindSafe(|| follower.look(local_now()))).is_err() {
            tracing::error!("a look at the store broke off");
        }
        let held = follower.status().held.map(|held| held.number);
        if let Some(number) = held.filter(|_| held != shown) {
            print_message(say("follow.shown", &[("number", &number.to_string())]));
        }
        shown = held;
        thread::sleep(pause);
    }
}

/// Puts what is published in the office's folder into the store, for as long as the server runs.
fn publish_versions(catalog: &CatalogVersions, data: &Path, settings: &ProgramSettings) {
    let options = PublishOptions { content: ContentChange::Taken, ..PublishOptions::default() };
    loop {
        let due = VersionPublishing { catalog: catalog.current(), settings, data, options };
        let done = catch_unwind(AssertUnwindSafe(|| due.run_due(local_now())));
        let pause = match &done {
            Ok(Ok(_)) => PAUSE,
            // On a full disk nobody can write down when it was tried.
            _ => AFTER_FAILURE,
        };
        if let Ok(done) = done {
            say_published(&done);
        } else {
            tracing::error!("publishing broke off; it begins anew");
        }
        thread::sleep(pause);
    }
}

/// Says what came of publishing; nothing where nothing was due.
pub fn say_published(done: &Result<Option<PublishedVersion>, VersionError>) {
    match done {
        Ok(None) => {}
        Ok(Some(version)) => {
            let (number, files) = (version.number.to_string(), version.files.to_string());
            let (uploaded, size) = (version.uploaded.to_string(), format_bytes(version.bytes));
            let values =
                [("number", &*number), ("files", &files), ("uploaded", &uploaded), ("size", &size)];
            print_message(say("publish.done", &values));
        }
        Err(error) => {
            let problem = spoken().tell_error(error);
            tracing::error!(problem, "the version could not be published");
            print_message(say("publish.failed", &[("problem", &problem)]));
        }
    }
}
