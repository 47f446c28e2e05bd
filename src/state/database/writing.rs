//! How the state is written: whole or not at all, one thing or several.

use std::sync::atomic::Ordering::Relaxed;

use parking_lot::ReentrantMutexGuard;
use rusqlite::ffi;

use super::{
    super::{
        connection::{StateConnection, StoreError, StoreResult, patience::PATIENCE},
        error::StateError,
    },
    StateDatabase,
};
use crate::domain::fault_point::FaultPoint;

impl StateDatabase {
    /// Asks or writes; a writer that is refused leaves everything as it was.
    pub(in crate::state) fn with<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&StateConnection) -> StoreResult<T>,
    ) -> Result<T, StateError> {
        let connection = self.lock_writer()?;
        if connection.is_writing() {
            let done = write_within(&connection, work);
            return done.map_err(|source| self.note_failure(doing, source));
        }
        self.write_whole(&connection, doing, |connection| {
            work(connection).map_err(|source| self.note_failure(doing, source))
        })
    }

    /// Waits for whoever of this process writes, as long as for another process.
    fn lock_writer(&self) -> Result<ReentrantMutexGuard<'_, StateConnection>, StateError> {
        let locked = self.connection.try_lock_for(PATIENCE);
        locked.ok_or_else(|| StateError::Busy { path: self.shown.clone() })
    }

    /// What an error says; from then on the state counts as unwritable if that is why.
    fn note_failure(&self, doing: &'static str, source: StoreError) -> StateError {
        let error = Self::describe_failure(&self.shown, doing, source);
        self.is_unwritable.store(error.is_unwritable(), Relaxed);
        error
    }

    /// Does several things that are kept together or not at all: what somebody changes, and the line of the audit log that says so. Nothing
    /// of it can be asked for before it is whole, not even by itself.
    pub fn in_one_step<T, E: From<StateError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self.lock_writer().map_err(E::from)?;
        self.write_whole(&connection, "keep what is changed", |_| work())
    }

    fn write_whole<T, E: From<StateError>>(
        &self,
        connection: &StateConnection,
        doing: &'static str,
        work: impl FnOnce(&StateConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_not_upgraded {
            return Err(StateError::NotUpgraded { path: self.shown.clone() }.into());
        }
        let told = |source| E::from(self.note_failure(doing, source));
        pass_point(FaultPoint::StateBegin).map_err(told)?;
        let begun = connection.begin_writing().map_err(told)?;
        let done = work(connection)?;
        pass_point(FaultPoint::StateCommit).map_err(told)?;
        begun.commit().map_err(told)?;
        pass_point(FaultPoint::StateCommitted).map_err(told)?;
        self.is_unwritable.store(false, Relaxed);
        Ok(done)
    }
}

/// Writes within what is written already; where it is refused, it alone is as if it had not been.
fn write_within<T>(
    connection: &StateConnection,
    work: impl FnOnce(&StateConnection) -> StoreResult<T>,
) -> StoreResult<T> {
    connection.run_batch("savepoint within")?;
    let done = work(connection);
    let end = if done.is_ok() { "release within" } else { "rollback to within; release within" };
    connection.run_batch(end)?;
    done
}

/// Fails where a test wants the disk to be full.
fn pass_point(point: FaultPoint) -> StoreResult<()> {
    let full = |_| rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), None).into();
    point.pass().map_err(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_step_is_kept_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a new state");
        let note = |id: i64| {
            state.with("write", |t| {
                let sql = "insert into audit values (?1, '2026-11-22', null, '', 'login', '')";
                t.execute(sql, [id])
            })
        };
        let count = || {
            state.read("count", |c| {
                c.query_row("select count(*) from audit", [], |row| row.get::<i64>(0))
            })
        };
        // The second has the number of the first, which then is not kept either.
        let failed = state.in_one_step(|| note(1).and_then(|_| note(1)));
        assert!(failed.is_err());
        assert_eq!(count().expect("a count"), 0);
        // A part that is refused and passed over leaves nothing; the rest stays.
        let kept: Result<(), StateError> = state.in_one_step(|| {
            note(1)?;
            assert!(note(1).is_err());
            note(2).map(drop)
        });
        kept.expect("kept");
        assert_eq!(count().expect("a count"), 2);
    }

    #[test]
    fn what_fails_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open(folder.path()).expect("a new state");
        let failed = state.with("write", |t| {
            t.execute("insert into audit values (1, '2026-11-22', null, '', 'login', '')", [])?;
            t.execute("insert into nothing values (1)", [])
        });
        assert!(failed.is_err());
        let left = state.read("count", |c| {
            c.query_row("select count(*) from audit", [], |row| row.get::<i64>(0))
        });
        assert_eq!(left.expect("a count"), 0);
    }
}
