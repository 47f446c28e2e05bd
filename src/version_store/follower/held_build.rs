//! The build that pages read: the one that is held, byte for byte, whatever else lies in the node's folder.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use super::{
    super::{
        error::VersionError,
        follow_status::{FollowStatus, HeldVersion},
        install::is_build_whole,
        node::held_check::damaged,
    },
    VersionFollower,
    build_mark::{BuildMark, BuildSuspicion},
};

/// The whole build is read again no more often, whatever an engine says of it.
const VERIFY_PAUSE: Duration = Duration::from_mins(1);

impl VersionFollower {
    /// The build that is shown; `None` where none is. One that was written since it was last held against its digest is held against it,
    /// and not shown where it is another.
    pub fn find_build(&self) -> Option<PathBuf> {
        let status = self.status();
        let held = status.held.as_ref().filter(|_| status.is_shown())?;
        let told = match self.ensure_whole(held) {
            Ok(()) => return Some(self.data.join(&held.file)),
            Err(error) => self.tell(&error),
        };
        tracing::error!(problem = told, "the build is not the one that was published");
        *self.suspicion.lock() = BuildSuspicion { is_suspect: true, verified: None };
        let mut status = self.status.write();
        if status.held.as_ref() == Some(held) {
            status.unshown = Some(told);
        }
        None
    }

    /// Has the build read through at the next look: something could not read it. It is taken anew where it is not what was published.
    pub fn distrust_build(&self) {
        self.suspicion.lock().is_suspect = true;
    }

    /// Fails where the build is not what was published; what was seen to be is not read again.
    pub(super) fn ensure_whole(&self, held: &HeldVersion) -> Result<(), VersionError> {
        let mut whole = self.whole.lock();
        let seen = BuildMark::of(&self.data, held);
        if seen.is_some() && *whole == seen {
            return Ok(());
        }
        *whole = seen.filter(|_| is_build_whole(&self.data, held));
        if whole.is_some() { Ok(()) } else { Err(damaged(held, &held.file)) }
    }

    /// Reads the build through where somebody could not read it; one error of the engine throws nothing away. Returns whether it is not
    /// shown any more.
    pub(super) fn verify_suspect(&self, status: &mut FollowStatus) -> bool {
        let mut suspicion = self.suspicion.lock();
        let Some(held) = status.held.as_ref().filter(|_| suspicion.is_suspect) else {
            return false;
        };
        if suspicion.verified.is_some_and(|at| at.elapsed() < VERIFY_PAUSE) {
            return false;
        }
        *self.whole.lock() = None;
        let checked = self.ensure_whole(held);
        *suspicion = BuildSuspicion { is_suspect: false, verified: Some(Instant::now()) };
        let told = checked.err().map(|error| self.tell(&error));
        let is_hidden = told.is_some();
        if is_hidden {
            status.unshown = told;
        }
        is_hidden
    }
}
