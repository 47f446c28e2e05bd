//! Which version is being put in the place of another, written down before anything of it is: what was begun is ended without the store.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{
    super::{error::VersionError, follow_status::HeldVersion, manifest::VersionManifest},
    memory::FOLLOW,
};
use crate::shared_store::{put_in_place, read_note, remove_file, write_note};

/// Tells what a node's folder is to hold: the version as the node knows it, and the files its manifest named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::version_store) struct InstallRecord {
    pub held: HeldVersion,
    pub manifest: VersionManifest,
}

impl InstallRecord {
    /// The record of a version that was begun and not ended; `None` where none is.
    pub fn read_begun(data: &Path) -> Result<Option<Self>, VersionError> {
        Ok(read_note(&begun(data))?)
    }

    /// The record of the version that is shown.
    pub fn read_held(data: &Path) -> Result<Option<Self>, VersionError> {
        Ok(read_note(&ended(data))?)
    }

    /// Writes down that it begins.
    pub fn begin(&self, data: &Path) -> Result<(), VersionError> {
        Ok(write_note(&begun(data), self)?)
    }

    /// Writes down that it is shown.
    pub fn end(data: &Path) -> Result<(), VersionError> {
        Ok(put_in_place(&begun(data), &ended(data))?)
    }

    /// Gives up what was begun: its files are not as they were downloaded.
    pub fn give_up(data: &Path) -> Result<(), VersionError> {
        Ok(remove_file(&begun(data))?)
    }
}

fn begun(data: &Path) -> PathBuf {
    data.join(FOLLOW).join("installing.json")
}

fn ended(data: &Path) -> PathBuf {
    data.join(FOLLOW).join("held.json")
}
