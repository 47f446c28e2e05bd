//! Says anew where a data folder's state lies, and carries it there.

use std::{fs, io, path::Path};

use rusqlite::Connection;

use super::state_copy::copy_state;
use crate::{
    catalog::connector::http::TokenFrom,
    disk::{rename_patiently, sync_file, sync_folder},
    state::{
        StateDatabase,
        access::secret::make_secret,
        connection::{StateConnection, patience::PATIENCE},
        database::{file_making::make_file, soundness},
        error::StateError,
        server::{
            server_place::ServerPlace,
            server_schema::{
                KNOWN_STEPS, describe_failure, make_schema, read_mark, upgrade_schema,
            },
        },
    },
};

/// Stands before the id of a state that was carried out of a server: no data folder names it any more.
const GONE: &str = "gone-";

/// Says what was carried, and from where to where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMove {
    pub to: String,
    /// The tables with the number of their rows.
    pub tables: Vec<(&'static str, u64)>,
}

/// Carries the state of a data folder into an empty schema of a server, or makes an empty one there where the folder has none. Nobody else may
/// use the folder meanwhile. The file stays aside, under another name.
pub fn move_to_server(
    data: &Path,
    connection: TokenFrom,
    schema: &str,
) -> Result<StateMove, StateError> {
    refuse_moved(data)?;
    let place = ServerPlace {
        connection,
        schema: schema.to_owned(),
        state: make_secret()?[..32].to_owned(),
    };
    let server = place.connect()?;
    let told = |source| describe_failure(&server, "copy the state", source);
    // Brings a file of an older program to the shape that is copied, and refuses one that is damaged or has lost its users.
    let path = data.join(StateDatabase::FILE);
    StateDatabase::open(data)?.verify()?;
    let file = Connection::open(&path).map_err(|error| of_file(&path, error))?;
    file.busy_timeout(PATIENCE).map_err(|error| of_file(&path, error))?;
    let file = StateConnection::of_file(file);
    let reading = file.begin_writing().map_err(|error| StateError::Store {
        doing: "copy the state",
        path: path.display().to_string(),
        source: error,
    })?;
    let begun = server.begin_writing().map_err(told)?;
    make_schema(&server, schema, &place.state)?;
    let tables = copy_state(&file, &server)?;
    begun.commit().map_err(told)?;
    place.write(data)?;
    drop(reading);
    drop(file);
    put_aside(data)?;
    Ok(StateMove { to: server.shown(), tables })
}

/// Lets a data folder use the state that a server holds already, of another machine of the office. Fails where the folder has a state with
/// users of its own.
pub fn join_server(
    data: &Path,
    connection: TokenFrom,
    schema: &str,
) -> Result<StateMove, StateError> {
    refuse_moved(data)?;
    if data.join(StateDatabase::FILE).exists() && StateDatabase::open(data)?.has_users()? {
        return Err(StateError::OwnUsers {
            path: data.join(StateDatabase::FILE).display().to_string(),
        });
    }
    let mut place = ServerPlace { connection, schema: schema.to_owned(), state: String::new() };
    let server = place.connect()?;
    let mark = read_mark(&server);
    let mark = mark.map_err(|source| describe_failure(&server, "read the state", source))?;
    let known = mark.map(|(state, _)| state).filter(|state| !state.starts_with(GONE));
    place.state = known
        .ok_or_else(|| StateError::NoState { server: server.shown(), schema: schema.to_owned() })?;
    upgrade_schema(&server, &place)?;
    place.write(data)?;
    put_aside(data)?;
    StateDatabase::open(data)?;
    Ok(StateMove { to: server.shown(), tables: Vec::new() })
}

/// Carries the state out of its server into a file of the data folder. What stays in the server is opened by no machine any more.
pub fn move_to_file(data: &Path) -> Result<StateMove, StateError> {
    let path = data.join(StateDatabase::FILE);
    let shown = path.display().to_string();
    let Some(place) = ServerPlace::read(data)? else {
        return Err(StateError::NotMoved { path: shown });
    };
    let server = place.connect()?;
    let told = |source| describe_failure(&server, "copy the state", source);
    let leave = || {
        let mark = data.join(StateDatabase::PLACE);
        fs::remove_file(&mark).and_then(|()| sync_folder(data)).map_err(not_written(&mark))
    };
    // It was carried out before, and only the last step is missing.
    let is_gone = |state: &str| state.strip_prefix(GONE) == Some(&place.state);
    if read_mark(&server).map_err(told)?.is_some_and(|(state, _)| is_gone(&state)) && path.exists()
    {
        leave()?;
        return Ok(StateMove { to: shown, tables: Vec::new() });
    }
    upgrade_schema(&server, &place)?;
    let aside = tempfile::Builder::new().prefix("state.").suffix(".new").tempdir_in(data);
    let aside = aside.map_err(not_written(&path))?;
    let made = aside.path().join(StateDatabase::FILE);
    let begun = server.begin_writing().map_err(told)?;
    // A large file takes its time to be looked through.
    server.run_batch("set local idle_in_transaction_session_timeout = 0").map_err(told)?;
    let tables = copy_into_file((&server, KNOWN_STEPS), &made)?;
    let moved = || {
        sync_file(&made)?;
        rename_patiently(&made, &path)?;
        sync_folder(data)
    };
    moved().map_err(not_written(&path))?;
    let gone = format!("{GONE}{}", place.state);
    server.execute("update state_mark set state_id = ?1", [gone]).map_err(told)?;
    begun.commit().map_err(told)?;
    leave()?;
    Ok(StateMove { to: shown, tables })
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

fn refuse_moved(data: &Path) -> Result<(), StateError> {
    match ServerPlace::read(data)? {
        Some(_) => Err(StateError::AlreadyMoved {
            path: data.join(StateDatabase::PLACE).display().to_string(),
        }),
        None => Ok(()),
    }
}

/// A file that is no longer the state must not be taken for it.
fn put_aside(data: &Path) -> Result<(), StateError> {
    let path = data.join(StateDatabase::FILE);
    let put = || {
        for ending in ["", "-wal", "-shm"] {
            let from = data.join(format!("{}{ending}", StateDatabase::FILE));
            if from.exists() {
                rename_patiently(
                    &from,
                    &data.join(format!("{}{ending}", StateDatabase::MOVED_FILE)),
                )?;
            }
        }
        sync_folder(data)
    };
    put().map_err(not_written(&path))
}

fn not_written(path: &Path) -> impl Fn(io::Error) -> StateError {
    let path = path.display().to_string();
    move |error| StateError::Place { path: path.clone(), told: error.to_string() }
}

fn of_file(path: &Path, error: rusqlite::Error) -> StateError {
    StateError::Store {
        doing: "copy the state",
        path: path.display().to_string(),
        source: error.into(),
    }
}
