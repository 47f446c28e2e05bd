//! An office that publishes into a store, and nodes that follow it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::{DateTime, date};
use motcua::{
    catalog::{Catalog, CatalogVersions, settings::versions::VersionSettings},
    version_store::{
        FollowStatus, PublishOptions, PublishOrder, PublishedVersion, VersionError,
        VersionFollower, publish_version,
    },
};

use crate::support::office::Office;

/// A minute of the morning after the exports.
pub fn at(minute: i8) -> DateTime {
    date(2024, 1, 2).at(8, minute, 0, 0)
}

/// An office, and the folder its versions go into.
pub struct VersionPublisher {
    pub office: Office,
    folder: tempfile::TempDir,
}

impl VersionPublisher {
    /// Two dossiers, nothing published.
    pub fn new() -> Self {
        let office = Office::new();
        office.begin_given("status,received_at,due_at,ended_at\nfinished,2023-11-01,2023-11-10,2023-11-09\nfinished,2023-11-01,2023-11-10,2023-11-12\n");
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("store")).expect("made");
        Self { office, folder }
    }

    /// One version is in the store.
    pub fn of_one() -> Self {
        let publisher = Self::new();
        publisher.publish().expect("the first");
        publisher
    }

    /// Two versions are in the store.
    pub fn of_two() -> Self {
        let publisher = Self::of_one();
        publisher.publish_more("metric_id\n");
        publisher
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    pub fn publish(&self) -> Option<PublishedVersion> {
        self.try_publish(PublishOptions::default()).expect("published")
    }

    pub fn try_publish(
        &self,
        options: PublishOptions,
    ) -> Result<Option<PublishedVersion>, VersionError> {
        publish_of(&self.office.data(), &self.office.catalog, &self.store(), options)
    }

    /// A version more, which differs from the one before by a file of a few bytes.
    pub fn publish_more(&self, text: &str) -> PublishedVersion {
        write_more(&self.office.data(), text);
        self.publish().expect("it is another")
    }

    pub fn manifest(&self, number: u64) -> PathBuf {
        self.store().join(format!("versions/{number:010}.json"))
    }

    /// The object of a file of a version.
    pub fn object(&self, number: u64, path: &str) -> PathBuf {
        let text = fs::read_to_string(self.manifest(number)).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let files = manifest["files"].as_array().expect("files");
        let file = files.iter().find(|file| file["path"] == path).expect("it is named");
        self.store().join("objects").join(file["sha256"].as_str().expect("a digest"))
    }
}

/// A file of a version that no build is made of.
pub const MORE: &str = "locks/2020-01/papers/more.txt";

/// Writes that file of an office.
pub fn write_more(data: &Path, text: &str) {
    let path = data.join(MORE);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Takes the store away until it is let go of.
pub fn go_away(publisher: &VersionPublisher) -> AwayStore {
    let (store, away) = (publisher.store(), publisher.store().with_extension("away"));
    fs::rename(&store, &away).expect("renamed");
    AwayStore { store, away }
}

/// A store that comes back.
pub struct AwayStore {
    store: PathBuf,
    away: PathBuf,
}

impl Drop for AwayStore {
    fn drop(&mut self) {
        let _ = fs::rename(&self.away, &self.store);
    }
}

/// Publishes what is due at a time.
pub fn publish_at(
    publisher: &VersionPublisher,
    now: DateTime,
) -> Result<Option<PublishedVersion>, VersionError> {
    let (address, data) = (publisher.store().display().to_string(), publisher.office.data());
    let settings = VersionSettings::default();
    let catalog = &publisher.office.catalog;
    let order = PublishOrder { catalog, data: &data, address: &address, settings: &settings, now };
    publish_version(&order, PublishOptions::default())
}

/// Publishes what is in a data folder.
pub fn publish_of(
    data: &Path,
    catalog: &Catalog,
    store: &Path,
    options: PublishOptions,
) -> Result<Option<PublishedVersion>, VersionError> {
    let (address, settings) = (store.display().to_string(), VersionSettings::default());
    let order = PublishOrder { catalog, data, address: &address, settings: &settings, now: at(0) };
    publish_version(&order, options)
}

/// A node that follows a store.
pub struct ReadingNode {
    folder: tempfile::TempDir,
    pub catalog: CatalogVersions,
    pub follower: Arc<VersionFollower>,
}

impl ReadingNode {
    pub fn of(publisher: &VersionPublisher) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = CatalogVersions::from(publisher.office.catalog.clone());
        let address = publisher.store().display().to_string();
        let data = folder.path().join("data");
        let follower = VersionFollower::new(&data, &address, catalog.clone()).expect("a node");
        Self { folder, catalog, follower: Arc::new(follower) }
    }

    /// One that holds the first version.
    pub fn holding(publisher: &VersionPublisher) -> Self {
        let node = Self::of(publisher);
        assert_eq!(held(&node.follower.look(at(1))), Some(1));
        node
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The same after its process was started again.
    pub fn restarted(self) -> Self {
        let (folder, follower) = self.try_restarted().expect("a node");
        Self { follower: Arc::new(follower.0), catalog: follower.1, folder }
    }

    /// The same, where it may be refused.
    pub fn try_restarted(
        self,
    ) -> Result<(tempfile::TempDir, (VersionFollower, CatalogVersions)), VersionError> {
        let Self { folder, catalog, follower } = self;
        let address = follower.status().address;
        drop(follower);
        let made = VersionFollower::new(&folder.path().join("data"), &address, catalog.clone())?;
        Ok((folder, (made, catalog)))
    }
}

/// The number that is shown.
pub fn held(status: &FollowStatus) -> Option<u64> {
    status.held.as_ref().map(|held| held.number)
}

/// What a node says keeps it from the newest; nothing where nothing does.
pub fn told(status: &FollowStatus) -> String {
    status.problem.as_ref().map(|problem| problem.told.clone()).unwrap_or_default()
}
