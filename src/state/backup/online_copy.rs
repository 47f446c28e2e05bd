//! Copies the state while others use it, and reads it through; neither brings it to a newer shape.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::super::{
    StateDatabase,
    connection::patience::PATIENCE,
    database::moved_file::is_moved,
    error::StateError,
    moving::{copy_into_file, state_copy::read_through},
    server::{
        server_place::ServerPlace,
        server_schema::{KNOWN_STEPS, check_mark, describe_failure},
    },
};
use crate::catalog::phrases::PhraseBook;

/// Problems told at most: a damaged file has many of one kind.
const TOLD: u32 = 5;

impl StateDatabase {
    /// Copies the state of a data folder as it is at one moment into a file that is not there yet.
    /// Of a server too: a backup holds a file of `SQLite` in any case.
    pub fn copy_to(data: &Path, to: &Path) -> Result<(), StateError> {
        if let Some(place) = ServerPlace::read(data)? {
            let server = place.connect()?;
            let told = |source| describe_failure(&server, "copy the state", source);
            let _moment = server.begin_snapshot().map_err(told)?;
            let step = check_mark(&server, &place)?;
            return copy_into_file((&server, step), to).map(drop);
        }
        let (connection, path) = open_as_is(data)?;
        let copied = connection.execute("vacuum into ?1", [to.to_string_lossy()]).map(drop);
        copied.map_err(|source: rusqlite::Error| StateError::Store {
            doing: "copy the state",
            path: path.display().to_string(),
            source: source.into(),
        })
    }

    /// Whether the state of a data folder is of an older program; fails where it is of a newer one.
    pub fn is_older(data: &Path) -> Result<bool, StateError> {
        if let Some(place) = ServerPlace::read(data)? {
            return Ok(check_mark(&place.connect()?, &place)? < KNOWN_STEPS);
        }
        let path = data.join(Self::FILE);
        if !path.exists() {
            return Ok(false);
        }
        let (connection, path) = open_as_is(data)?;
        let read = connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0));
        let path = path.display().to_string();
        let (found, known) = match read {
            Ok(found) => (found as usize, Self::SCHEMA_STEPS),
            Err(source) => {
                let source = source.into();
                return Err(StateError::Store { doing: "open the state", path, source });
            }
        };
        if found > known {
            return Err(StateError::Newer { path, found, known });
        }
        // One without any table was only just made.
        Ok((1..known).contains(&found))
    }

    /// Says what is wrong with the state of a data folder: pages, indices, rows that name what is not there.
    /// A server looks after its own pages and indices; of one it is told whether all can be read.
    pub fn find_damage(data: &Path) -> Result<Vec<String>, StateError> {
        if let Some(place) = ServerPlace::read(data)? {
            let server = place.connect()?;
            check_mark(&server, &place)?;
            let told = |source| describe_failure(&server, "read the state", source);
            return read_through(&server).map(|_| Vec::new()).map_err(told);
        }
        let (connection, path) = open_as_is(data)?;
        let (phrases, shown) = (PhraseBook::built_in(), path.display().to_string());
        // To the engine a file without bytes is a new one: it would let everybody in.
        if std::fs::metadata(&path).is_ok_and(|file| file.len() == 0) {
            return Ok(vec![phrases.format_phrase("state.no_bytes", &[("path", &shown)])]);
        }
        let look = || -> rusqlite::Result<Vec<String>> {
            let mut query = connection.prepare(&format!("pragma integrity_check({TOLD})"))?;
            let told = query.query_map([], |row| row.get::<_, String>(0))?;
            let mut found: Vec<String> = told.collect::<rusqlite::Result<_>>()?;
            found.retain(|problem| problem != "ok");
            let mut query = connection.prepare("pragma foreign_key_check")?;
            let lost = query.query_map([], |row| row.get::<_, String>(0))?;
            for table in lost.take(TOLD as usize) {
                found.push(phrases.format_phrase("state.lost_row", &[("table", table?.as_str())]));
            }
            Ok(found)
        };
        let found = look().unwrap_or_else(|error| vec![error.to_string()]);
        let damaged = |problem: String| {
            phrases.format_phrase("state.unsound", &[("path", &shown), ("problem", &problem)])
        };
        Ok(found.into_iter().map(damaged).collect())
    }
}

fn open_as_is(data: &Path) -> Result<(Connection, PathBuf), StateError> {
    let path = data.join(StateDatabase::FILE);
    // Readers of a journal need to write beside it.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let opened = Connection::open_with_flags(&path, flags).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    });
    match opened {
        Ok(connection) if is_moved(&connection).unwrap_or(false) => {
            Err(StateError::MovedAway { path: path.display().to_string() })
        }
        Ok(connection) => Ok((connection, path)),
        Err(source) => Err(StateError::Store {
            doing: "open the state",
            path: path.display().to_string(),
            source: source.into(),
        }),
    }
}
