//! One state, brought to the newest shape when it is opened: a file of `SQLite`, unless the data folder says that it is in a server.

#[cfg(test)]
mod alike;
pub(super) mod file_making;
mod known_users;
pub(super) mod moved_file;
mod read_only;
pub(super) mod soundness;
mod writing;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use parking_lot::{Mutex, ReentrantMutex};

use file_making::{enter_wal, make_private, make_whole, migrate};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{
    connection::{StateConnection, StoreError, StoreResult, patience::PATIENCE},
    error::StateError,
    machine::machine_id::read_machine_id,
    server::{
        living_mark::LivingMark,
        server_place::{self, ServerPlace},
        server_schema::{KNOWN_STEPS, living_mark, tell_server, upgrade_schema},
        turn_note::TurnNote,
    },
};

// A step of one is a step of the other: what is copied from one to the other has the same columns.
const _: () = assert!(file_making::STEPS == KNOWN_STEPS);

/// Holds an office's state, in a file of `SQLite` or in a server, with a connection for writing and one for reading.
pub struct StateDatabase {
    /// Who writes in several steps that are one comes in again.
    connection: ReentrantMutex<StateConnection>,
    /// Of its own: who only asks waits for no writer.
    reader: Mutex<StateConnection>,
    /// Where the file of the folder is, or would be.
    path: PathBuf,
    /// What sentences call it.
    shown: String,
    /// Which of several machines this is.
    machine: Option<String>,
    /// Whether the last that was to be kept could not be.
    is_unwritable: AtomicBool,
    /// Whether it is noted beside it that there are users.
    is_marked: AtomicBool,
    /// Whether it is a copy of what an older program wrote, which is left as it is.
    is_not_upgraded: bool,
}

impl StateDatabase {
    /// Names the file of the state in a data folder.
    pub const FILE: &str = "state.sqlite";

    /// Names the file of a data folder that says in which server its state is.
    pub const PLACE: &str = server_place::FILE;

    /// Names what the file of the state is called once the state is in a server.
    pub const MOVED_FILE: &str = "state.sqlite.moved";

    /// Names what a copy out of a server is called until it is the state.
    pub const BACK_FILE: &str = "state.sqlite.back";

    /// Names the mark beside it that there are users.
    pub const USERS_MARK: &str = soundness::MARK;

    /// Counts the steps of the schema this program knows.
    pub(super) const SCHEMA_STEPS: usize = file_making::STEPS;

    /// Opens the state of a data folder, and makes it if there is none. Fails where it is empty or damaged, or has lost
    /// its users.
    pub fn open(data: &Path) -> Result<Self, StateError> {
        #[cfg(test)]
        super::server::test_server::place_state(data);
        match ServerPlace::read(data)? {
            Some(place) => Self::open_server(data, &place),
            None => Self::open_file(data),
        }
    }

    /// Tells whether a data folder has a state, in a file or in a server.
    pub fn is_there(data: &Path) -> bool {
        data.join(Self::FILE).exists() || data.join(Self::PLACE).exists()
    }

    /// Nothing is made in a server here: a state that is not there any more is told.
    fn open_server(data: &Path, place: &ServerPlace) -> Result<Self, StateError> {
        let (writer, reader) = (place.connect()?, place.connect()?);
        upgrade_schema(&writer, place)?;
        // The move that wrote the place is at its end.
        let _ = fs::remove_file(data.join(server_place::COMING_FILE));
        let turns = Some(Arc::new(TurnNote::read(data, &place.state)));
        let living = LivingMark { turns, ..living_mark(place) };
        writer.hold_to(living.clone());
        reader.hold_to(living);
        let machine = read_machine_id(data)?;
        writer.ask_as(machine.clone());
        reader.ask_as(machine);
        let state = Self::of_connections(writer, reader, data.join(Self::FILE));
        state.has_users()?;
        Ok(state)
    }

    /// Opens the file of a data folder, and makes it if there is none.
    pub(super) fn open_file(data: &Path) -> Result<Self, StateError> {
        let path = data.join(Self::FILE);
        // Without the folder the sentence of `SQLite` would name no reason.
        let _ = fs::create_dir_all(data);
        let failed = |doing| {
            let shown = path.display().to_string();
            move |source: rusqlite::Error| Self::describe_failure(&shown, doing, source.into())
        };
        if !path.exists() {
            moved_file::refuse_second(data)?;
            make_whole(&path).map_err(failed("make the state"))?;
        }
        // One that was carried away meanwhile is not made anew.
        let flags = OpenFlags::default().difference(OpenFlags::SQLITE_OPEN_CREATE);
        let open = || Connection::open_with_flags(&path, flags);
        let mut connection = open().map_err(failed("open the state"))?;
        if moved_file::is_moved(&connection).unwrap_or(false) {
            return Err(StateError::MovedAway { path: path.display().to_string() });
        }
        make_private(&path);
        let set_up = |connection: &Connection| {
            connection.busy_timeout(PATIENCE)?;
            enter_wal(connection)?;
            // A delivery that is recorded stays recorded, whatever happens to the power.
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", true)
        };
        let is_empty = fs::metadata(&path).is_ok_and(|file| file.len() == 0);
        let is_emptied = || soundness::is_emptied(&connection, PATIENCE);
        if is_empty && is_emptied().map_err(failed("open the state"))? {
            return Err(StateError::Emptied { path: path.display().to_string() });
        }
        set_up(&connection).map_err(failed("open the state"))?;
        let found = migrate(&mut connection).map_err(failed("bring the schema up to date"))?;
        if found > Self::SCHEMA_STEPS {
            let path = path.display().to_string();
            return Err(StateError::Newer { path, found, known: Self::SCHEMA_STEPS });
        }
        let reader = open().map_err(failed("open the state"))?;
        set_up(&reader).map_err(failed("open the state"))?;
        // Elsewhere `SQLite` gives them the rights of the file they belong to.
        #[cfg(windows)]
        for ending in ["-wal", "-shm"] {
            make_private(&data.join(format!("{}{ending}", Self::FILE)));
        }
        let [connection, reader] = [connection, reader].map(StateConnection::of_file);
        let state = Self::of_connections(connection, reader, path);
        state.has_users()?;
        Ok(state)
    }

    fn of_connections(connection: StateConnection, reader: StateConnection, path: PathBuf) -> Self {
        let shown = match connection.file() {
            Some(_) => path.display().to_string(),
            None => connection.shown(),
        };
        let machine = connection.machine().map(str::to_owned);
        let (connection, reader) = (ReentrantMutex::new(connection), Mutex::new(reader));
        let is_unwritable = AtomicBool::new(false);
        let is_marked = AtomicBool::new(false);
        Self {
            connection,
            reader,
            path,
            shown,
            machine,
            is_unwritable,
            is_marked,
            is_not_upgraded: false,
        }
    }

    /// What an error of `SQLite` says to whoever has to act.
    fn describe_failure(shown: &str, doing: &'static str, source: StoreError) -> StateError {
        let path = shown.to_owned();
        if let Some(told) = tell_server(shown, &source) {
            return told;
        }
        match source.file_code() {
            None if matches!(source, StoreError::MovedAway) => StateError::MovedAway { path },
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StateError::Damaged { path }
            }
            None if matches!(source, StoreError::Server(_)) => {
                StateError::Server { doing, server: path, source: Box::new(source) }
            }
            _ => StateError::Store { doing, path, source },
        }
    }

    /// Tells which of several machines this is; `None` where the state is a file.
    pub(super) fn machine(&self) -> Option<String> {
        self.machine.clone()
    }

    /// Tells whether the last that was to be kept could not be: the disk is full, or may only be read.
    pub fn is_unwritable(&self) -> bool {
        self.is_unwritable.load(Relaxed)
    }

    /// Tells whether it is of an older program, and therefore only read.
    pub fn is_not_upgraded(&self) -> bool {
        self.is_not_upgraded
    }

    /// Only asks, and never waits for a writer.
    pub(super) fn read<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&StateConnection) -> StoreResult<T>,
    ) -> Result<T, StateError> {
        let connection = self.reader.lock();
        let asked = connection.ensure_living().and_then(|()| question(&connection));
        asked.map_err(|source| Self::describe_failure(&self.shown, doing, source))
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use super::*;

    #[test]
    fn a_file_opened_again_is_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = |state: &StateDatabase| {
            state.read("count", |c| {
                c.query_row("select count(*) from audit", [], |row| row.get::<i64>(0))
            })
        };
        let state = StateDatabase::open(folder.path()).expect("a new state");
        state
            .with("write", |t| {
                t.execute("insert into audit values (1, '2026-11-22', null, '', 'login', '')", [])
            })
            .expect("written");
        drop(state);
        let state = StateDatabase::open(folder.path()).expect("the same state");
        assert_eq!(count(&state).expect("a count"), 1);
    }

    #[test]
    fn a_new_file_that_another_process_is_writing_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = Connection::open(folder.path().join(StateDatabase::FILE)).expect("a file");
        other.execute_batch("begin immediate; create table elsewhere (it integer)").expect("begun");
        thread::scope(|scope| {
            let opened = scope.spawn(|| StateDatabase::open(folder.path()).map(drop));
            // It asks and is refused meanwhile.
            thread::park_timeout(Duration::from_millis(100));
            other.execute_batch("commit").expect("written");
            opened.join().expect("no panic").expect("open");
        });
    }

    #[test]
    fn a_file_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateDatabase::open_file(folder.path()).expect("a new state");
        state.with("raise", |t| t.run_batch("pragma user_version = 99")).expect("raised");
        drop(state);
        let refused = StateDatabase::open(folder.path()).err().expect("refused");
        assert!(refused.to_string().contains("bố cục 99"), "{refused}");
    }
}
