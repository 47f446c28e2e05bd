//! How a reading node stands: which version it shows, when it last looked, and what keeps it from the newest.

use std::path::Path;

use jiff::{ToSpan, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::{
    error::VersionError,
    small_file::{read_note, write_note},
};

/// Names the folder of what a node follows, in its data folder.
pub(super) const FOLLOW: &str = "follow";

/// Tells how a node stands; kept in its folder, so that a command is told the same as a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowStatus {
    /// The store that is followed.
    pub address: String,
    /// Whose it is; none before the first version.
    #[serde(default)]
    pub office: Option<String>,
    #[serde(default)]
    pub held: Option<HeldVersion>,
    /// When the store last said what there is, in local civil time.
    #[serde(default)]
    pub looked_at: Option<DateTime>,
    /// The newest number it said.
    #[serde(default)]
    pub newest: Option<u64>,
    #[serde(default)]
    pub problem: Option<FollowProblem>,
}

/// The version a node shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldVersion {
    pub number: u64,
    /// Local civil time, as are all.
    pub published_at: DateTime,
    pub taken_at: DateTime,
    pub data_version: String,
    pub content_version: String,
    /// The name of the build in the node's folder.
    pub(super) file: String,
    /// The digest of the build.
    pub(super) build: String,
    /// The digest of its manifest.
    pub(super) manifest: String,
}

/// What keeps a node from the newest version, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowProblem {
    pub since: DateTime,
    pub told: String,
}

impl FollowStatus {
    const FILE: &'static str = "status.json";

    /// Reads how the node of a data folder stands; `None` of a folder that follows no store.
    pub fn read(data: &Path) -> Option<Self> {
        let path = data.join(FOLLOW).join(Self::FILE);
        // One that cannot be read is a node's all the same: what it held is taken anew.
        path.exists().then(|| read_note(&path).unwrap_or_default())
    }

    /// Writes it.
    pub(super) fn write(&self, data: &Path) -> Result<(), VersionError> {
        write_note(&data.join(FOLLOW).join(Self::FILE), self)
    }

    /// Whether another status says no more than this one, but for a look within the minute.
    pub(super) fn says_as_much(&self, other: &Self) -> bool {
        let is_recent = match (self.looked_at, other.looked_at) {
            (Some(before), Some(now)) => now < before.saturating_add(1.minute()) && before <= now,
            (before, now) => before == now,
        };
        is_recent && Self { looked_at: self.looked_at, ..other.clone() } == *self
    }

    /// Notes what a look came to; a problem that goes on is as old as it was.
    pub(super) fn note_problem(&mut self, problem: Option<String>, now: DateTime) {
        let before = self.problem.take();
        self.problem = problem.map(|told| {
            let since = before.map_or(now, |before| before.since.min(now));
            FollowProblem { since, told }
        });
    }
}
