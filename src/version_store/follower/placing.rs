//! How a version takes the place of another, and how what lies in the node's folder is held against what was published.

use std::time::Duration;

use parking_lot::RwLockWriteGuard;

use super::{
    super::{
        error::VersionError,
        follow_status::FollowStatus,
        install::{is_complete, place_version, remove_before, stage_files},
        node::{
            held_check::{check_held_files, load_held_content},
            incoming::IncomingFiles,
            install_record::InstallRecord,
        },
    },
    VersionFollower,
};
use crate::catalog::Catalog;

/// A version takes the place of another when no page is made; pages that come wait no longer than this at a time.
const STANDSTILL: Duration = Duration::from_secs(2);
const STANDSTILLS: usize = 30;

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
            let _turn = self.stand_still()?;
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
        remove_before(&self.data, held);
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
            return self.give_up_begun(status);
        }
        stage_files(&self.data, &record.manifest, &incoming)?;
        self.end_install(status, &record, content?)
    }

    /// Gives up what was begun and cannot be ended: which version lies there nobody can say, and it is taken again.
    pub(super) fn give_up_begun(&self, status: &mut FollowStatus) -> Result<(), VersionError> {
        if matches!(InstallRecord::read_begun(&self.data), Ok(None)) {
            return Ok(());
        }
        (status.held, status.unshown) = (None, None);
        (*self.status.write()).clone_from(status);
        status.write(&self.data)?;
        InstallRecord::give_up(&self.data)
    }

    /// Loads the content of the version that is held. Fails where it, a lock, a target or a byte of the build is not as it was published.
    pub(super) fn check_held(&self, status: &FollowStatus) -> Result<(), VersionError> {
        let Some(held) = &status.held else { return Ok(()) };
        check_held_files(&self.data, held)?;
        self.ensure_whole(held)?;
        self.show_content(&held.content_version, load_held_content(&self.data, held)?);
        remove_before(&self.data, held);
        Ok(())
    }

    fn show_content(&self, version: &str, catalog: Catalog) {
        if self.catalog.content_version() != version {
            let _ = self.catalog.advance(|_| Ok::<_, ()>(catalog));
        }
    }

    /// Waits until no page is made; pages that come meanwhile are held up for seconds alone. Fails where one is made all the time.
    fn stand_still(&self) -> Result<RwLockWriteGuard<'_, ()>, VersionError> {
        let mut tries = (0..STANDSTILLS).filter_map(|_| self.turn.try_write_for(STANDSTILL));
        tries.next().ok_or(VersionError::Busy)
    }
}
