//! Carries the state out of its server into a file of a data folder.

use std::path::Path;

use jiff::civil::DateTime;
use rusqlite::{Connection, OpenFlags};

use super::{
    move_state::{StateMove, not_written, of_file, put_aside, refuse_while_sending, remove_name},
    state_copy::copy_state,
    to_server::undo_move,
};
use crate::{
    disk::{rename_patiently, sync_file, sync_folder},
    state::{
        StateDatabase,
        access::secret::make_secret,
        connection::StateConnection,
        database::{
            file_making::make_file,
            moved_file::{move_number, read_number, write_number},
            soundness,
        },
        error::StateError,
        server::{
            living_mark::{GONE, is_gone},
            server_place::ServerPlace,
            server_schema::{KNOWN_STEPS, describe_failure, read_mark, upgrade_schema},
        },
    },
};

/// Says what became of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileMove {
    Moved(StateMove),
    /// It never was in the server: a move there was broken off, and is as if it had not begun.
    Undone {
        file: String,
    },
}

/// Carries the state out of its server into a file of the data folder. What stays in the server is opened by no machine any more.
///
/// The copy lies aside until the server says that its own is gone, and of which copy; broken off after that, it is ended by asking again.
pub fn move_to_file(data: &Path, now: DateTime) -> Result<FileMove, StateError> {
    let path = data.join(StateDatabase::FILE);
    let shown = path.display().to_string();
    let Some(place) = ServerPlace::read(data)? else {
        return if undo_move(data)? {
            Ok(FileMove::Undone { file: shown })
        } else {
            Err(StateError::NotMoved { path: shown })
        };
    };
    let server = place.connect()?;
    let told = |source| describe_failure(&server, "copy the state", source);
    let mark = read_mark(&server).map_err(told)?.map(|(state, _)| state).unwrap_or_default();
    if is_gone(&mark, &place.state) && end_broken_off(data, &mark)? {
        return Ok(FileMove::Moved(StateMove { to: shown, tables: Vec::new(), kept: None }));
    }
    upgrade_schema(&server, &place)?;
    let back = data.join(StateDatabase::BACK_FILE);
    remove_name(data, StateDatabase::BACK_FILE)?;
    let begun = server.begin_writing().map_err(told)?;
    refuse_while_sending(&server, now)?;
    // A large file takes its time to be looked through; a machine that stops there keeps the others from writing no longer.
    server.run_batch("set local idle_in_transaction_session_timeout = '10min'").map_err(told)?;
    let tables = copy_into_file((&server, KNOWN_STEPS), &back)?;
    let number = move_number(&make_secret()?);
    let numbered = Connection::open(&back).and_then(|file| write_number(&file, number));
    numbered.map_err(|error| of_file(&back, error))?;
    sync_file(&back).and_then(|()| sync_folder(data)).map_err(not_written(&back))?;
    let gone = format!("{GONE}{}.{number}", place.state);
    server.execute("update state_mark set state_id = ?1", [gone]).map_err(told)?;
    begun.commit().map_err(told)?;
    let kept = put_in_place(data)?;
    Ok(FileMove::Moved(StateMove { to: shown, tables, kept }))
}

/// The server says that its state is gone, into a copy of this number: where that lies here, only the last steps are missing.
fn end_broken_off(data: &Path, mark: &str) -> Result<bool, StateError> {
    let number = mark.split_once('.').and_then(|(_, number)| number.parse::<i32>().ok());
    let is_copy = |name: &str| {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let opened = Connection::open_with_flags(data.join(name), flags);
        number.is_some() && opened.and_then(|file| read_number(&file)).ok() == number
    };
    if is_copy(StateDatabase::BACK_FILE) {
        put_in_place(data)?;
        return Ok(true);
    }
    if is_copy(StateDatabase::FILE) {
        remove_name(data, StateDatabase::PLACE)?;
        return Ok(true);
    }
    Ok(false)
}

/// Makes the copy the state, and then lets go of the server.
fn put_in_place(data: &Path) -> Result<Option<String>, StateError> {
    let path = data.join(StateDatabase::FILE);
    let kept = put_aside(data)?;
    let renamed = rename_patiently(&data.join(StateDatabase::BACK_FILE), &path);
    renamed.and_then(|()| sync_folder(data)).map_err(not_written(&path))?;
    remove_name(data, StateDatabase::PLACE)?;
    Ok(kept)
}

/// Makes a file of `SQLite` of all that a server holds at a step of the schema; what is read there has to be begun. Returns the tables with the
/// number of their rows.
pub fn copy_into_file(
    (server, step): (&StateConnection, usize),
    to: &Path,
) -> Result<Vec<(&'static str, u64)>, StateError> {
    let file = make_file(to, step).map_err(|error| of_file(to, error))?;
    let file = StateConnection::of_file(file);
    let failed = |source| StateError::Store {
        doing: "copy the state",
        path: to.display().to_string(),
        source,
    };
    let begun = file.begin_writing().map_err(failed)?;
    let tables = copy_state(server, &file)?;
    begun.commit().map_err(failed)?;
    let is_whole = soundness::is_whole_state(&file).map_err(failed)?;
    if !is_whole {
        return Err(StateError::Damaged { path: to.display().to_string() });
    }
    Ok(tables)
}
