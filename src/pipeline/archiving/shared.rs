//! The archive and the store it lies in too, before exports are taken in and before a build.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use super::{
    super::{error::PipelineError, run::PipelineRun},
    archived::verify_archive,
};
use crate::{
    archive_store::{
        ArchiveStoreError, ArchiveStoreNote, SyncOptions, SyncOrder, SyncSummary, sync_archive,
    },
    domain::{progress::BuildProgress, source::Source},
    ingest::archive::Archive,
    shared_store::{StoreError, StoreProblem},
    state::StateDatabase,
    warehouse::{BuildLock, WarehouseBuild},
};

/// After a store could not be reached it is left alone for so long: each try may wait for half a minute.
const PAUSE: Duration = Duration::from_secs(30);

/// When this process last could not reach a store.
static UNREACHED: Mutex<Option<Instant>> = Mutex::new(None);

impl PipelineRun<'_> {
    /// Brings the archive and its store together and builds what came of it; `None` of a folder whose archive lies in no store. Fails
    /// where the store cannot be used, whatever is built then.
    pub fn share_archive(
        &mut self,
        options: SyncOptions,
    ) -> Result<Option<(SyncSummary, Option<WarehouseBuild>)>, PipelineError> {
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        let Some(summary) = self.ask_store(options)? else { return Ok(None) };
        let build = self.publish(scratch.path(), |_| true)?;
        Ok(Some((summary, build)))
    }

    /// Builds what came from the store since, for a server: what cannot be asked is noted and told on pages.
    pub fn refresh_archive(&mut self) -> Result<Option<WarehouseBuild>, PipelineError> {
        let Some(note) = ArchiveStoreNote::read(self.data)? else { return Ok(None) };
        // Nobody is kept from building by a store that is known to be away.
        if note.away.is_some() && !note.is_reachable() {
            return Ok(None);
        }
        let _lock = BuildLock::acquire_lock(self.data, self.now)?;
        let scratch = self.scratch()?;
        self.publish(scratch.path(), |_| true)
    }

    /// Brings archive and store together, where the folder has one. A store that cannot be used is noted, and the work goes on with what
    /// is here. Fails only where something was erased elsewhere that nobody can tell, or what is known of the store cannot be read.
    pub(in crate::pipeline) fn settle_archive(&mut self) -> Result<(), PipelineError> {
        if UNREACHED.lock().is_some_and(|at| at.elapsed() < PAUSE) {
            return Ok(());
        }
        match self.ask_store(SyncOptions::default()) {
            Err(PipelineError::ArchiveStore(error)) if !is_fatal(&error) => {
                if is_unreached(&error) {
                    *UNREACHED.lock() = Some(Instant::now());
                }
                tracing::warn!(error = %error, "the archive could not be brought together with its store");
                Ok(())
            }
            asked => asked.map(drop),
        }
    }

    /// Holds the exports a build is about to read against their digests; takes those that are not what was archived from the store, where
    /// there is one.
    pub(in crate::pipeline) fn verify_sources(
        &mut self,
        sources: &[(Source, PathBuf)],
    ) -> Result<(), PipelineError> {
        let verified = verify_archive(self.data, sources);
        if verified.is_ok() || !ArchiveStoreNote::is_there(self.data) {
            return verified;
        }
        let options = SyncOptions { verifies_own: true, ..SyncOptions::default() };
        // What is damaged here is what is told.
        match self.ask_store(options) {
            Ok(Some(_)) => verify_archive(self.data, sources),
            _ => verified,
        }
    }

    fn ask_store(&mut self, options: SyncOptions) -> Result<Option<SyncSummary>, PipelineError> {
        if !ArchiveStoreNote::is_there(self.data) {
            return Ok(None);
        }
        (self.progress)(&BuildProgress::ShareArchive);
        let phrases = &self.catalog.phrases;
        let order = SyncOrder { data: self.data, phrases, now: self.now, options };
        let asked = sync_archive(&order)?;
        // What this machine keeps of dossiers by their codes goes too.
        if asked.as_ref().is_some_and(|summary| summary.erased > 0) {
            let erasures = Archive::open_in(self.data)?.read_erasures()?;
            let state = StateDatabase::open(self.data)?;
            for urging in state.list_urgings()? {
                if erasures.holds_code(&urging.subject_code) {
                    state.forget_urgings_of(&urging.subject_code)?;
                }
            }
        }
        Ok(asked)
    }
}

fn is_fatal(error: &ArchiveStoreError) -> bool {
    error.is_of_erasures() || matches!(error, ArchiveStoreError::Note { .. })
}

fn is_unreached(error: &ArchiveStoreError) -> bool {
    let ArchiveStoreError::Store(StoreError::Store { problem, .. }) = error else { return false };
    matches!(problem, StoreProblem::Away { .. })
}
