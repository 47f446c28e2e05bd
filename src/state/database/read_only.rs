//! The state where nothing can be written: a full disk or a folder that may only be read keeps nobody from looking.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use rusqlite::{Connection, OpenFlags};

use super::{StateConnection, StateDatabase, StateError, file_making::migrate, moved_file};

impl StateDatabase {
    /// Opens the state of a data folder; where nothing can be written there, or it is of an older program, only to be read.
    /// Whatever is to be kept then fails, and nothing else. Fails where the file cannot be read either.
    pub fn open_or_read(data: &Path) -> Result<Self, StateError> {
        // What is wrong with the file is told by whoever opens it.
        if Self::is_older(data).unwrap_or(false) {
            return Self::open_copy(data);
        }
        match Self::open(data) {
            // Of a state in a server, or of one that was carried there, nothing else is asked in its stead: a file of before, or an empty one,
            // would let people in.
            Err(error) if error.is_unwritable() && moved_file::is_of_folder(data) => {
                tracing::error!(error = %error, "the state can only be read");
                Self::open_to_read(data)
            }
            opened => opened,
        }
    }

    /// A copy in memory, of the shape this program knows: the file is brought to it once it is backed up.
    fn open_copy(data: &Path) -> Result<Self, StateError> {
        static COPIES: AtomicU64 = AtomicU64::new(0);
        let path = data.join(Self::FILE);
        let failed = |source: rusqlite::Error| {
            let path = path.display().to_string();
            StateError::Store { doing: "read the state", path, source: source.into() }
        };
        let address = format!("file:/state-{}?vfs=memdb", COPIES.fetch_add(1, Relaxed));
        let open = || Connection::open(&address).map_err(failed);
        // It is there as long as somebody has it open.
        let (mut writer, reader) = (open()?, open()?);
        Self::copy_to(data, Path::new(&address))?;
        migrate(&mut writer).map_err(failed)?;
        for connection in [&writer, &reader] {
            connection.pragma_update(None, "query_only", true).map_err(failed)?;
        }
        let [writer, reader] = [writer, reader].map(StateConnection::of_file);
        let mut state = Self::of_connections(writer, reader, path);
        state.is_not_upgraded = true;
        state.is_unwritable.store(true, Relaxed);
        Ok(state)
    }

    fn open_to_read(data: &Path) -> Result<Self, StateError> {
        let path = data.join(Self::FILE);
        let failed = |source: rusqlite::Error| {
            let path = path.display().to_string();
            StateError::Store { doing: "read the state", path, source: source.into() }
        };
        let open = || if path.exists() { open_file(&path) } else { open_empty() };
        let made = || open().map(StateConnection::of_file).map_err(failed);
        let state = Self::of_connections(made()?, made()?, path.clone());
        state.is_unwritable.store(true, Relaxed);
        Ok(state)
    }
}

/// What was written and not yet put into the file itself lies beside it; without it the file alone is all there is, and needs
/// none of the files `SQLite` makes beside it.
fn open_file(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let beside = path.with_file_name(format!("{}-wal", StateDatabase::FILE));
    let has_more = fs::metadata(beside).is_ok_and(|file| file.len() > 0);
    let connection = if has_more {
        Connection::open_with_flags(path, flags)?
    } else {
        let mut address = url::Url::from_file_path(std::path::absolute(path).unwrap_or_default())
            .map_err(|()| rusqlite::Error::InvalidPath(path.to_owned()))?;
        address.set_query(Some("immutable=1"));
        Connection::open_with_flags(address.as_str(), flags)?
    };
    connection.query_row("select count(*) from user", [], |_| Ok(()))?;
    Ok(connection)
}

/// There is no state yet, and none can be made: nobody is known.
fn open_empty() -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::sight::UserRole, state::audit::AuditAction};

    /// A folder whose state `SQLite` cannot write to: what it makes beside the file is there already, and is no file.
    fn unwritable_folder(has_state: bool) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(StateDatabase::FILE);
        if has_state {
            let state = StateDatabase::open_file(folder.path()).expect("a state");
            let now = jiff::civil::date(2026, 11, 22).at(8, 0, 0, 0);
            state.add_user("lan", UserRole::Officer, None, "correct horse", now).expect("added");
            drop(state);
        }
        fs::create_dir(path.with_file_name("state.sqlite-journal")).expect("made");
        fs::create_dir(path.with_file_name("state.sqlite-shm")).expect("made");
        folder
    }

    #[test]
    fn what_is_kept_can_be_read_and_nothing_more_be_kept() {
        let folder = unwritable_folder(true);
        assert!(StateDatabase::open(folder.path()).is_err_and(|error| error.is_unwritable()));
        let state = StateDatabase::open_or_read(folder.path()).expect("read");
        assert!(state.is_unwritable() && state.has_users().expect("asked"));
        assert!(state.authenticate_user("lan", "correct horse").expect("asked").is_some());
        let now = jiff::civil::date(2026, 11, 22).at(9, 0, 0, 0);
        let refused = state.append_audit(now, Some("lan"), "10.0.0.7", AuditAction::Login, "");
        assert!(refused.is_err_and(|error| error.is_unwritable()));
    }

    #[test]
    fn a_state_that_cannot_be_made_has_no_users() {
        let folder = tempfile::tempdir().expect("a folder");
        // Below a file there are no folders.
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        let state = StateDatabase::open_or_read(&file.join("data")).expect("read");
        assert!(state.is_unwritable() && !state.has_users().expect("asked"));
    }
}
