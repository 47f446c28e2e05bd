//! What a data folder remembers of the store its versions go into.

use std::path::Path;

use jiff::{ToSpan, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::{
    error::VersionError,
    own_files::{list_own_files, stamp_files},
};
use crate::{
    catalog::Catalog,
    shared_store::{StoreOwner, is_same_address, read_note, write_note},
};

/// Remembers whose versions they are, what was published last and what failed last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishNote {
    /// Names the office in every store of it: drawn once.
    pub office: String,
    #[serde(default)]
    pub last: Option<LastPublished>,
    /// The digest of the manifest that was about to be put into the store.
    #[serde(default)]
    pub(super) begun: Option<String>,
    /// What was published last into every other store.
    #[serde(default)]
    pub(super) earlier: Vec<LastPublished>,
    /// The stores that were seen to refuse to write over what is there.
    #[serde(default)]
    pub(super) guarded: Vec<String>,
    /// What failed last, one of a store.
    #[serde(default)]
    problems: Vec<PublishProblem>,
}

/// The version that was published last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastPublished {
    pub address: String,
    pub number: u64,
    /// Local civil time.
    pub at: DateTime,
    pub data_version: String,
    #[serde(default)]
    pub content_version: String,
    #[serde(default)]
    pub program: String,
    /// When it was last seen to be there.
    #[serde(default)]
    pub(super) checked_at: Option<DateTime>,
    /// Old versions, and what was erased, are still to be taken out of the store.
    #[serde(default)]
    pub sweep_due: bool,
    /// The digest of its manifest.
    #[serde(default)]
    pub(super) manifest: String,
    /// Changes with every file of a version.
    pub(super) stamp: String,
}

/// Why nothing could be published, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishProblem {
    pub address: String,
    pub since: DateTime,
    pub tried_at: DateTime,
    pub told: String,
}

/// What was published is looked for as often.
const CHECKED_EVERY_HOURS: i64 = 1;

impl LastPublished {
    /// Whether it is due to be looked for in the store. A clock that was put back tells nothing of how long ago it was.
    pub(super) fn is_check_due(&self, now: DateTime) -> bool {
        let checked = self.checked_at.unwrap_or(self.at);
        now < checked || checked.saturating_add(CHECKED_EVERY_HOURS.hours()) <= now
    }

    /// Whether the files of a data folder are those that were published.
    pub fn is_newest(&self, catalog: &Catalog, data: &Path) -> bool {
        list_own_files(catalog, data).is_ok_and(|files| stamp_files(catalog, &files) == self.stamp)
    }
}

impl PublishNote {
    /// Names the file of the note in a data folder.
    pub const FILE: &'static str = "published-version.json";

    /// Is locked by whoever publishes.
    pub const LOCK: &'static str = "published-version.lock";

    /// Reads the note of a data folder; an empty one where there is none. Fails where it cannot be read: an office that forgot its name
    /// would be another one.
    pub fn read(data: &Path) -> Result<Self, VersionError> {
        Ok(read_note(&data.join(Self::FILE))?.unwrap_or_default())
    }

    /// Writes the note.
    pub(super) fn write(&self, data: &Path) -> Result<(), VersionError> {
        Ok(write_note(&data.join(Self::FILE), self)?)
    }

    /// What was published last into a store.
    pub fn find_last(&self, address: &str) -> Option<&LastPublished> {
        let known = self.last.iter().chain(&self.earlier);
        known.into_iter().find(|last| is_same_address(&last.address, address))
    }

    /// What keeps a store from the newest version; `None` where nothing does.
    pub fn find_problem(&self, address: &str) -> Option<&PublishProblem> {
        self.problems.iter().find(|problem| is_same_address(&problem.address, address))
    }

    /// Notes what failed, or that nothing does any more; what is known of other stores stays.
    pub(super) fn note_problem(&mut self, address: &str, problem: Option<PublishProblem>) {
        self.problems.retain(|problem| !is_same_address(&problem.address, address));
        self.problems.extend(problem);
    }

    /// Notes what was published; what is known of other stores stays.
    pub(super) fn note_published(&mut self, published: LastPublished) {
        self.earlier.extend(self.last.take());
        self.earlier.retain(|last| !is_same_address(&last.address, &published.address));
        self.note_problem(&published.address, None);
        (self.last, self.begun) = (Some(published), None);
    }

    /// Notes when what was published was last seen to be there.
    pub(super) fn note_checked(&mut self, address: &str, now: DateTime) {
        let known = self.last.iter_mut().chain(&mut self.earlier);
        for last in known.filter(|last| is_same_address(&last.address, address)) {
            last.checked_at = Some(now);
        }
    }

    /// Whether a store was seen to refuse to write over what is there.
    pub(super) fn is_guarded(&self, address: &str) -> bool {
        self.guarded.iter().any(|guarded| is_same_address(guarded, address))
    }

    /// Draws the office's name, where it has none yet.
    pub(super) fn draw_office(&mut self, path: &Path) -> Result<(), VersionError> {
        if self.office.is_empty() {
            self.office = StoreOwner::draw().map_err(VersionError::at_path(path))?.office;
        }
        Ok(())
    }
}
