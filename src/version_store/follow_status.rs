//! How a reading node stands: which version it shows, when it last looked, and what keeps it from the newest.

use std::{
    num::NonZeroU16,
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::{
    error::VersionError,
    node::memory::{FOLLOW, NodeMemory},
};
use crate::{
    catalog::phrases::PhraseBook,
    domain::vietnamese_date::format_moment,
    shared_store::{read_note, write_note},
};

/// A node that has not looked for so many of its pauses, and some seconds for what it downloads, is cut off whatever it is that keeps it.
const PAUSES: i64 = 3;
const DOWNLOAD_SECONDS: i64 = 60;
/// A look may end just after a page began.
const AHEAD: i64 = 5;

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
    /// Why the version that is held is not shown: its files are not as they were published, or are being replaced.
    #[serde(default)]
    pub unshown: Option<String>,
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
    /// The program that published it.
    #[serde(default)]
    pub program: String,
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

    /// Reads how the node of a data folder stands; `None` of a folder that follows no store. Fails where that cannot be read: a node
    /// that forgot how far it was would take an older version.
    pub fn read(data: &Path) -> Result<Option<Self>, VersionError> {
        let status = read_note(&data.join(FOLLOW).join(Self::FILE))?;
        let known = || {
            let memory = NodeMemory::read(data)?;
            Ok(memory.map(|memory| Self {
                address: memory.address,
                office: memory.office,
                ..Self::default()
            }))
        };
        status.map_or_else(known, |status| Ok(Some(status)))
    }

    /// Whether numbers are shown.
    pub fn is_shown(&self) -> bool {
        self.held.is_some() && self.unshown.is_none()
    }

    /// The build of the version that is held, in the node's folder.
    pub fn find_build(&self, data: &Path) -> Option<PathBuf> {
        self.held.as_ref().map(|held| data.join(&held.file))
    }

    /// Says since when the node does not get what the office publishes, or why it shows nothing; `None` where it is well. `pause` is the
    /// seconds between two looks.
    pub fn describe(
        &self,
        phrases: &PhraseBook,
        now: DateTime,
        pause: NonZeroU16,
    ) -> Option<String> {
        let told = self.problem.as_ref().map(|problem| &*problem.told);
        if let Some(problem) = &self.unshown {
            // What keeps the node from taking it again says more.
            let problem = match told {
                Some(later) if later != problem => format!("{problem}; {later}"),
                _ => problem.clone(),
            };
            return Some(phrases.format_phrase("notice.follow.unshown", &[("problem", &problem)]));
        }
        let Some(held) = &self.held else {
            return Some(match told {
                None => phrases.format_phrase("notice.follow.begun", &[]),
                Some(told) => phrases.format_phrase("notice.follow.nothing", &[("problem", told)]),
            });
        };
        let (number, at) = (held.number.to_string(), format_moment(held.published_at));
        if let Some(problem) = &self.problem {
            let since = format_moment(problem.since);
            let values = [
                ("number", &*number),
                ("published", &at),
                ("since", &since),
                ("problem", &problem.told),
            ];
            return Some(phrases.format_phrase("notice.follow.behind", &values));
        }
        let due =
            now.saturating_sub((PAUSES * i64::from(pause.get()) + DOWNLOAD_SECONDS).seconds());
        let looked = self.looked_at.unwrap_or(held.taken_at);
        // A clock that was put back tells nothing of how long ago it was.
        let is_silent = looked < due || looked > now.saturating_add(AHEAD.seconds());
        let since = format_moment(looked);
        let values = [("number", &*number), ("published", &at), ("since", &since)];
        is_silent.then(|| phrases.format_phrase("notice.follow.silent", &values))
    }

    /// Writes it.
    pub(super) fn write(&self, data: &Path) -> Result<(), VersionError> {
        Ok(write_note(&data.join(FOLLOW).join(Self::FILE), self)?)
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
