//! The state, looked at without being opened for writing.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use url::Url;

use super::{
    StateDatabase,
    database::{
        moved_file::{is_moved, refuse_second},
        soundness::is_whole,
    },
    error::StateError,
    server::{
        server_place::ServerPlace,
        server_schema::{KNOWN_STEPS, check_mark, describe_failure},
    },
};

/// Tells what a look at a state's file finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFile {
    pub users: u32,
    /// False of the file of an older program, which is brought up to date when it is next opened.
    pub is_current: bool,
    /// The server it is in; `None` of a file.
    pub server: Option<StateServer>,
}

/// Tells of a server that keeps the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateServer {
    /// Host and database.
    pub shown: String,
    /// How far its clock is from this machine's, in seconds.
    pub seconds_apart: u64,
}

/// Reads the state of a data folder through; `None` where there is none. Fails where `SQLite` finds anything wrong in it, and where a
/// newer program wrote it.
pub fn inspect_state(data: &Path) -> Result<Option<StateFile>, StateError> {
    if let Some(place) = ServerPlace::read(data)? {
        return inspect_server(&place, data).map(Some);
    }
    let path = data.join(StateDatabase::FILE);
    if !path.exists() {
        // One that was carried elsewhere is missing, not new.
        return refuse_second(data).map(|()| None);
    }
    let shown = path.display().to_string();
    if open_to_look(&path).and_then(|file| is_moved(&file)).unwrap_or(false) {
        return Err(StateError::MovedAway { path: shown });
    }
    let look = || {
        let connection = open_to_look(&path)?;
        let schema: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let is_whole = is_whole(&connection)? && schema > 0;
        let users = if is_whole {
            connection.query_row("select count(*) from user", [], |row| row.get(0))?
        } else {
            0
        };
        Ok((is_whole, schema as usize, users))
    };
    let (is_whole, found, users) =
        look().map_err(|source: rusqlite::Error| match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StateError::Damaged { path: shown.clone() }
            }
            _ => StateError::Store { doing: "read", path: shown.clone(), source: source.into() },
        })?;
    let known = StateDatabase::SCHEMA_STEPS;
    if !is_whole {
        return Err(StateError::Damaged { path: shown });
    }
    if found > known {
        return Err(StateError::Newer { path: shown, found, known });
    }
    refuse_lost_users(data, (&shown, users))?;
    Ok(Some(StateFile { users, is_current: found == known, server: None }))
}

/// Without users everybody may look: that there were some is noted beside the state.
fn refuse_lost_users(data: &Path, (shown, users): (&str, u32)) -> Result<(), StateError> {
    let mark = data.join(StateDatabase::USERS_MARK);
    if users > 0 || !mark.exists() {
        return Ok(());
    }
    Err(StateError::UsersLost { path: shown.to_owned(), mark: mark.display().to_string() })
}

fn inspect_server(place: &ServerPlace, data: &Path) -> Result<StateFile, StateError> {
    let server = place.connect()?;
    let is_current = check_mark(&server, place)? == KNOWN_STEPS;
    let told = |source| describe_failure(&server, "read", source);
    let users = server.query_row("select count(*) from user", [], |row| row.get::<u32>(0));
    let users = users.map_err(told)?;
    refuse_lost_users(data, (&server.shown(), users))?;
    // Whether anything can be kept shows when it is tried; it is taken back.
    let trying = server.begin_writing().map_err(told)?;
    server.execute("update state_mark set step = step", []).map_err(told)?;
    drop(trying);
    // To the whole second, as the program's own clock is asked.
    let sql = "select extract(epoch from clock_timestamp())::bigint";
    let began = jiff::Timestamp::now().as_second();
    let clock: i64 = server.query_row(sql, [], |row| row.get(0)).map_err(told)?;
    let ended = jiff::Timestamp::now().as_second();
    let apart = (began - clock).max(clock - ended).max(0).unsigned_abs();
    let held = StateServer { shown: server.shown(), seconds_apart: apart };
    Ok(StateFile { users, is_current, server: Some(held) })
}

/// Without a journal beside it nobody writes, and nothing need be made beside it either, for which a full disk has no room.
fn open_to_look(path: &Path) -> rusqlite::Result<Connection> {
    let journal = path.with_file_name(format!("{}-wal", StateDatabase::FILE));
    let whole = path.canonicalize().ok().filter(|_| !journal.exists());
    match whole.and_then(|path| Url::from_file_path(path).ok()) {
        None => Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY),
        Some(address) => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(format!("{address}?immutable=1"), flags)
        }
    }
}

/// The version of the library that reads and writes the state.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_look_makes_no_state() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(inspect_state(folder.path()).expect("looked"), None);
        assert!(!folder.path().join(StateDatabase::FILE).exists());
    }

    #[test]
    fn a_new_state_is_whole_and_has_no_users() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open_file(folder.path()).expect("a new state");
        let found = inspect_state(folder.path()).expect("whole while it is open");
        assert_eq!(found, Some(StateFile { users: 0, is_current: true, server: None }));
        drop(state);
        let names = || std::fs::read_dir(folder.path()).expect("a folder").count();
        let before = names();
        assert_eq!(inspect_state(folder.path()).expect("whole when it is closed"), found);
        assert_eq!(names(), before, "a look leaves nothing beside it");
    }

    #[rstest]
    #[case::emptied(Vec::new())]
    #[case::foreign(b"khong phai tep cua SQLite".to_vec())]
    fn a_file_that_is_no_state_is_refused(#[case] bytes: Vec<u8>) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(StateDatabase::FILE), bytes).expect("written");
        let refused = inspect_state(folder.path()).expect_err("refused");
        assert!(matches!(refused, StateError::Damaged { .. }), "{refused}");
    }
}
