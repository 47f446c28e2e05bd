//! What a node never forgets, whatever becomes of the version it shows: whose numbers they are, and how far they went.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::error::VersionError;
use crate::shared_store::{read_note, write_note};

/// Names the folder of what a node follows, in its data folder.
pub(in crate::version_store) const FOLLOW: &str = "follow";
const FILE: &str = "node.json";

/// Remembers of whom a node took versions, and the newest it ever took. Nothing resets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::version_store) struct NodeMemory {
    pub address: String,
    /// None before the first version.
    #[serde(default)]
    pub office: Option<String>,
    #[serde(default)]
    pub highest: u64,
    /// The digest of the manifest of that number.
    #[serde(default)]
    pub manifest: String,
}

impl NodeMemory {
    /// Reads the memory of a node's folder; `None` of a folder that is none. Fails where it cannot be read: it is not guessed.
    pub fn read(data: &Path) -> Result<Option<Self>, VersionError> {
        Ok(read_note(&data.join(FOLLOW).join(FILE))?)
    }

    /// Writes it.
    pub fn write(&self, data: &Path) -> Result<(), VersionError> {
        Ok(write_note(&data.join(FOLLOW).join(FILE), self)?)
    }
}
