//! Whether a state has the users it had, and is whole.

use std::sync::atomic::Ordering::Relaxed;

use super::{StateDatabase, StateError, soundness};

impl StateDatabase {
    /// Tells whether any user is defined, disabled ones too. Fails where there were some and there are none.
    pub fn has_users(&self) -> Result<bool, StateError> {
        let has_users: bool = self.read("count the users", |c| {
            c.query_row("select exists (select 1 from user)", [], |row| row.get(0))
        })?;
        let mark = soundness::mark_path(&self.path);
        if !has_users && mark.exists() {
            let (path, mark) = (self.shown.clone(), mark.display().to_string());
            return Err(StateError::UsersLost { path, mark });
        }
        // Another machine may have added the first one.
        if has_users && !self.is_marked.swap(true, Relaxed) {
            self.mark_users();
        }
        Ok(has_users)
    }

    /// Notes beside the state that it has users.
    pub(in crate::state) fn mark_users(&self) {
        soundness::mark_users(&self.path);
    }

    /// Reads the whole file and compares what `SQLite` can compare; fails where it is damaged.
    pub fn verify(&self) -> Result<(), StateError> {
        if self.read("check the state", soundness::is_whole_state)? {
            return Ok(());
        }
        Err(StateError::Damaged { path: self.shown.clone() })
    }
}
