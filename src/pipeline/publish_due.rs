//! What is published in the office's folder, put into the store that the settings name: after every build, and again where it failed.

use std::path::Path;

use jiff::{ToSpan, civil::DateTime};

use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, settings::ProgramSettings},
    version_store::{
        PublishNote, PublishOptions, PublishOrder, PublishedVersion, VersionError, publish_version,
    },
};

/// Publishes the version that is due.
pub struct VersionPublishing<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
    /// What is done besides.
    pub options: PublishOptions,
}

/// After one that failed the next is tried.
const AGAIN_SECONDS: i64 = 60;

impl VersionPublishing<'_> {
    /// Publishes what is shown here, unless it is in the store already, none is set, or it failed within the minute.
    pub fn run_due(&self, now: DateTime) -> Result<Option<PublishedVersion>, VersionError> {
        let Some(address) = &self.settings.versions.store else { return Ok(None) };
        let note = PublishNote::read(self.data)?;
        let failed = note.find_problem(address).map(|problem| problem.tried_at);
        let again = now.saturating_sub(AGAIN_SECONDS.seconds());
        if failed.is_some_and(|at| again < at && at <= now) {
            return Ok(None);
        }
        self.run(now)
    }

    /// The same, whenever the last one failed.
    pub fn run(&self, now: DateTime) -> Result<Option<PublishedVersion>, VersionError> {
        let (catalog, data, settings) = (self.catalog, self.data, &self.settings.versions);
        let Some(address) = &settings.store else { return Ok(None) };
        // Nodes would show numbers that lack exports of other machines, without a word.
        if ArchiveStoreNote::is_there(data) {
            return Ok(None);
        }
        let order = PublishOrder { catalog, data, address, settings, now };
        match publish_version(&order, self.options) {
            Err(error) if error.is_of_waiting() => Ok(None),
            done => done,
        }
    }
}
