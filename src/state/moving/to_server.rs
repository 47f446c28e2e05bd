//! Carries the state of a data folder into a server.

use std::path::Path;

use jiff::civil::DateTime;
use rusqlite::{Connection, OpenFlags, params};

use super::{
    move_state::{StateMove, of_file, put_aside, refuse_while_sending, remove_name},
    state_copy::{copy_state, empty_tables},
};
use crate::{
    catalog::connector::http::TokenFrom,
    state::{
        StateDatabase,
        access::secret::make_secret,
        connection::{StateConnection, StoreResult, patience::PATIENCE},
        database::moved_file::mark_moved,
        error::StateError,
        machine::{OfficeDuty, machine_id::read_machine_id},
        server::{
            living_mark::COMING,
            server_place::{COMING_FILE, ServerPlace},
            server_schema::{
                KNOWN_STEPS, describe_failure, make_schema, read_mark, upgrade_schema,
            },
        },
        stamp,
    },
};

/// Carries the state of a data folder into an empty schema of a server, or makes an empty one there where the folder has none. The file stays
/// aside, under another name.
///
/// All is copied under an id that nobody may join; then the file is marked, so that nobody writes to it; then the folder names the server; then
/// the id becomes that of a living state. Broken off before the folder names the server, it is begun anew; after that, whoever opens the state
/// ends it.
pub fn move_to_server(
    data: &Path,
    connection: TokenFrom,
    schema: &str,
    now: DateTime,
) -> Result<StateMove, StateError> {
    refuse_moved(data)?;
    let place = choose_place(data, connection, schema)?;
    undo_move(data)?;
    let server = place.connect()?;
    let told = |source| describe_failure(&server, "copy the state", source);
    // Brings a file of an older program to the shape that is copied, and refuses one that is damaged or has lost its users.
    let path = data.join(StateDatabase::FILE);
    StateDatabase::open(data)?.verify()?;
    let file = open_file(data)?
        .ok_or_else(|| StateError::NotMoved { path: path.display().to_string() })?;
    let of_state = |source| StateError::Store {
        doing: "copy the state",
        path: path.display().to_string(),
        source,
    };
    let file = StateConnection::of_file(file);
    let reading = file.begin_writing().map_err(of_state)?;
    refuse_while_sending(&file, now)?;
    place.write_file(data, COMING_FILE)?;
    let coming = format!("{COMING}{}", place.state);
    let is_coming = read_mark(&server).map_err(told)? == Some((coming.clone(), KNOWN_STEPS));
    let begun = server.begin_writing().map_err(told)?;
    if is_coming {
        empty_tables(&server).map_err(told)?;
    } else {
        make_schema(&server, schema, &coming)?;
    }
    let tables = copy_state(&file, &server)?;
    take_over(&server, &read_machine_id(data)?, now).map_err(told)?;
    begun.commit().map_err(told)?;
    if let Some(file) = file.file() {
        mark_moved(file, true).map_err(|error| of_file(&path, error))?;
    }
    reading.commit().map_err(of_state)?;
    drop(file);
    if let Err(error) = place.write(data) {
        // The file is the state as before: nobody can have opened the other.
        undo_move(data)?;
        return Err(error);
    }
    upgrade_schema(&server, &place)?;
    remove_name(data, COMING_FILE)?;
    Ok(StateMove { to: server.shown(), tables, kept: put_aside(data)? })
}

/// Lets a move into a server that was broken off be as if it had not begun; tells whether there was one. What is in the server is a copy that
/// nobody opens.
pub fn undo_move(data: &Path) -> Result<bool, StateError> {
    let is_moving = data.join(COMING_FILE).exists() && ServerPlace::read(data)?.is_none();
    if is_moving {
        let path = data.join(StateDatabase::FILE);
        if let Some(file) = open_file(data)? {
            mark_moved(&file, false).map_err(|error| of_file(&path, error))?;
        }
        remove_name(data, COMING_FILE)?;
    }
    Ok(is_moving)
}

/// What was of the only machine is of the one that carried it; what waits may be taken up by any.
fn take_over(server: &StateConnection, machine: &str, now: DateTime) -> StoreResult<()> {
    for table in ["schedule_mark", "run", "delivery"] {
        server.execute(&format!("update {table} set machine = null"), [])?;
    }
    for table in ["backup_record", "proof_record"] {
        server.execute(&format!("update {table} set machine = ?1"), [machine])?;
    }
    server.execute("delete from duty", [])?;
    for duty in OfficeDuty::ALL {
        let sql = "insert into duty (name, machine, seen_at) values (?1, ?2, ?3)";
        server.execute(sql, params![duty.id(), machine, stamp(now)])?;
    }
    Ok(())
}

/// Begins under the id of a move into the same schema that was broken off.
fn choose_place(
    data: &Path,
    connection: TokenFrom,
    schema: &str,
) -> Result<ServerPlace, StateError> {
    let begun = ServerPlace::read_file(data, COMING_FILE).ok().flatten();
    let same = begun.filter(|one| one.connection == connection && one.schema == schema);
    let drawn = || -> Result<ServerPlace, StateError> {
        let state = make_secret()?[..32].to_owned();
        Ok(ServerPlace { connection, schema: schema.to_owned(), state })
    };
    same.map_or_else(drawn, Ok)
}

fn open_file(data: &Path) -> Result<Option<Connection>, StateError> {
    let path = data.join(StateDatabase::FILE);
    if !path.exists() {
        return Ok(None);
    }
    let opened = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let opened = opened.and_then(|file| file.busy_timeout(PATIENCE).map(|()| file));
    opened.map(Some).map_err(|error| of_file(&path, error))
}

/// Fails where the folder names a server already.
pub(super) fn refuse_moved(data: &Path) -> Result<(), StateError> {
    match ServerPlace::read(data)? {
        Some(_) => Err(StateError::AlreadyMoved {
            path: data.join(StateDatabase::PLACE).display().to_string(),
        }),
        None => Ok(()),
    }
}
