//! How a version takes the place of another, and how what lies in the node's folder is held against what was published.

use std::time::{Duration, Instant};

use parking_lot::RwLockWriteGuard;

use super::{
    super::{
        error::VersionError,
        follow_status::FollowStatus,
        install::{
            is_build_whole, is_complete, is_held, place_version, remove_before, stage_files,
        },
        node::{
            held_check::{check_held_files, damaged, load_held_content},
            incoming::IncomingFiles,
            install_record::InstallRecord,
        },
    },
    BuildSuspicion, VersionFollower,
};
use crate::catalog::Catalog;

/// A version takes the place of another when no page is made; pages that come wait no longer than this at a time.
const STANDSTILL: Duration = Duration::from_secs(2);
const STANDSTILLS: usize = 30;
/// The whole build is read again no more often, whatever an engine says of it.
const VERIFY_PAUSE: Duration = Duration::from_mins(1);

impl VersionFollower {
    /// Puts what was begun in its place, and what was shown out of it.
    pub(super) fn end_install(
        &self,
        status: &mut FollowStatus,
        record: &InstallRecord,
        catalog: Catalog,
    ) -> Result<(), VersionError> {
        let incoming = IncomingFiles::of_data(&self.data);
        let held = &record.held;
        let placed = {
            let _turn = self.stand_still();
            let change = || self.show_content(&held.content_version, catalog);
            let placed = place_version(&self.data, record, &incoming, change);
            match &placed {
                Ok(()) => (status.held, status.unshown) = (Some(held.clone()), None),
                Err(error) => status.unshown = Some(self.tell(error)),
            }
            status.office = Some(record.manifest.office.clone());
            (*self.status.write()).clone_from(status);
            placed
        };
        placed?;
        // Before anything of the version before goes.
        status.write(&self.data)?;
        InstallRecord::end(&self.data)?;
        self.pauses.lock().clear();
        remove_before(&self.data, held.number);
        incoming.clear();
        tracing::info!(
            number = held.number,
            data_version = held.data_version,
            "another version is shown"
        );
        Ok(())
    }

    /// Ends what was begun when the process ended, or a disk was full; the store is not asked.
    pub(super) fn finish_begun(&self, status: &mut FollowStatus) -> Result<(), VersionError> {
        let Some(record) = InstallRecord::read_begun(&self.data)? else { return Ok(()) };
        let incoming = IncomingFiles::of_data(&self.data);
        let content = load_held_content(&self.data, &record.held);
        if !is_complete(&self.data, &record, &incoming) || content.is_err() {
            // Which version lies there now nobody can say: it is taken again.
            (status.held, status.unshown) = (None, None);
            status.write(&self.data)?;
            return InstallRecord::give_up(&self.data);
        }
        stage_files(&self.data, &record.manifest, &incoming)?;
        self.end_install(status, &record, content?)
    }

    /// Loads the content of the version that is held. Fails where it, a lock or a target is not as it was published.
    pub(super) fn check_held(&self, status: &mut FollowStatus) -> Result<(), VersionError> {
        // Another build lies there: which version it is nobody can say.
        if status.held.take_if(|held| !is_held(&self.data, held)).is_some() {
            status.looked_at = None;
        }
        let Some(held) = &status.held else { return Ok(()) };
        check_held_files(&self.data, held)?;
        self.show_content(&held.content_version, load_held_content(&self.data, held)?);
        Ok(())
    }

    fn show_content(&self, version: &str, catalog: Catalog) {
        if self.catalog.content_version() != version {
            let _ = self.catalog.advance(|_| Ok::<_, ()>(catalog));
        }
    }

    /// Reads the build through where somebody could not read it; one error of the engine throws nothing away.
    pub(super) fn verify_suspect(&self, status: &mut FollowStatus) {
        let mut suspicion = self.suspicion.lock();
        let Some(held) = status.held.as_ref().filter(|_| suspicion.is_suspect) else { return };
        if suspicion.verified.is_some_and(|at| at.elapsed() < VERIFY_PAUSE) {
            return;
        }
        let is_whole = is_build_whole(&self.data, held);
        *suspicion = BuildSuspicion { is_suspect: false, verified: Some(Instant::now()) };
        if !is_whole {
            status.unshown = Some(self.tell(&damaged(held, &held.file)));
        }
    }

    /// Waits until no page is made; pages that come meanwhile are held up for seconds alone.
    fn stand_still(&self) -> RwLockWriteGuard<'_, ()> {
        let mut tries = (0..STANDSTILLS).filter_map(|_| self.turn.try_write_for(STANDSTILL));
        tries.next().unwrap_or_else(|| self.turn.write())
    }
}
