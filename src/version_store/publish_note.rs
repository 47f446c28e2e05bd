//! What a data folder remembers of the store its versions go into.

use std::path::Path;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{
    error::VersionError,
    small_file::{read_note, write_note},
    store_address::is_same_address,
};
use crate::domain::hex::encode_hex;

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
    #[serde(default)]
    pub problem: Option<PublishProblem>,
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
    /// Old versions, and what was erased, are still to be taken out of the store.
    #[serde(default)]
    pub sweep_due: bool,
    /// Changes with every file of a version.
    pub(super) stamp: String,
}

/// Why nothing could be published, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishProblem {
    pub since: DateTime,
    pub tried_at: DateTime,
    pub told: String,
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
        write_note(&data.join(Self::FILE), self)
    }

    /// What was published last into a store.
    pub(super) fn find_last(&self, address: &str) -> Option<&LastPublished> {
        let known = self.last.iter().chain(&self.earlier);
        known.into_iter().find(|last| is_same_address(&last.address, address))
    }

    /// Notes what was published; what is known of other stores stays.
    pub(super) fn note_published(&mut self, published: LastPublished) {
        self.earlier.extend(self.last.take());
        self.earlier.retain(|last| !is_same_address(&last.address, &published.address));
        (self.last, self.begun, self.problem) = (Some(published), None, None);
    }

    /// Draws the office's name, where it has none yet.
    pub(super) fn draw_office(&mut self, path: &Path) -> Result<(), VersionError> {
        if self.office.is_empty() {
            let mut drawn = [0; 16];
            let io = |error: getrandom::Error| std::io::Error::other(error.to_string());
            getrandom::fill(&mut drawn).map_err(io).map_err(VersionError::at_path(path))?;
            self.office = encode_hex(&drawn);
        }
        Ok(())
    }
}
