//! What a node knows of the file of its build without reading it through.

use std::{
    fs,
    path::Path,
    time::{Instant, SystemTime},
};

use super::super::follow_status::HeldVersion;

/// Whether somebody could not read the build, and when it was last read through.
#[derive(Default)]
pub(super) struct BuildSuspicion {
    pub is_suspect: bool,
    pub verified: Option<Instant>,
}

/// Tells a file from one that was written since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BuildMark {
    file: String,
    modified: Option<SystemTime>,
    length: u64,
}

impl BuildMark {
    /// As the build of a version is now; `None` where it is not there.
    pub fn of(data: &Path, held: &HeldVersion) -> Option<Self> {
        let found = fs::metadata(data.join(&held.file)).ok()?;
        let (file, modified) = (held.file.clone(), found.modified().ok());
        Some(Self { file, modified, length: found.len() })
    }
}
