//! One `SQLite` file, brought to the newest shape when it is opened.

mod known_users;
mod read_only;
pub(super) mod soundness;
mod writing;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use parking_lot::{Mutex, ReentrantMutex};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::error::StateError;

/// Each brings the file from the one before it to its own number. Applied ones are never changed: files out there have them.
const SCHEMA: [&str; 11] = [
    include_str!("schema/01_users.sql"),
    include_str!("schema/02_deliveries.sql"),
    include_str!("schema/03_alerts.sql"),
    include_str!("schema/04_sending.sql"),
    include_str!("schema/05_logins.sql"),
    include_str!("schema/06_backups.sql"),
    include_str!("schema/07_urgings.sql"),
    include_str!("schema/08_schedule_timing.sql"),
    include_str!("schema/09_schedule_begin.sql"),
    include_str!("schema/10_identities.sql"),
    include_str!("schema/11_expelled.sql"),
];

/// Another process writes for milliseconds; a slow disk is given more.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Holds the `SQLite` file of an office's state, with a connection for writing and one for reading.
pub struct StateDatabase {
    /// Who writes in several steps that are one comes in again.
    connection: ReentrantMutex<Connection>,
    /// Of its own: who only asks waits for no writer.
    reader: Mutex<Connection>,
    path: PathBuf,
    /// Whether the last that was to be kept could not be.
    is_unwritable: AtomicBool,
    /// Whether it is a copy of what an older program wrote, which is left as it is.
    is_not_upgraded: bool,
}

impl StateDatabase {
    /// Names the file of the state in a data folder.
    pub const FILE: &str = "state.sqlite";

    /// Names the mark beside it that there are users.
    pub const USERS_MARK: &str = soundness::MARK;

    /// Counts the steps of the schema this program knows.
    pub(super) const SCHEMA_STEPS: usize = SCHEMA.len();

    /// Opens the state of a data folder, and makes it if there is none. Fails where it is empty or damaged, or has lost
    /// its users.
    pub fn open(data: &Path) -> Result<Self, StateError> {
        let path = data.join(Self::FILE);
        // Without the folder the sentence of `SQLite` would name no reason.
        let _ = fs::create_dir_all(data);
        let failed = |doing| {
            let path = path.clone();
            move |source| Self::describe_failure(&path, doing, source)
        };
        if !path.exists() {
            make_whole(&path).map_err(failed("make the state"))?;
        }
        let mut connection = Connection::open(&path).map_err(failed("open the state"))?;
        private(&path);
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
        if found > SCHEMA.len() {
            let path = path.display().to_string();
            return Err(StateError::Newer { path, found, known: SCHEMA.len() });
        }
        let reader = Connection::open(&path).map_err(failed("open the state"))?;
        set_up(&reader).map_err(failed("open the state"))?;
        // Elsewhere `SQLite` gives them the rights of the file they belong to.
        #[cfg(windows)]
        for ending in ["-wal", "-shm"] {
            private(&data.join(format!("{}{ending}", Self::FILE)));
        }
        let state = Self::of_connections(connection, reader, path);
        if state.has_users()? {
            state.mark_users();
        }
        Ok(state)
    }

    fn of_connections(connection: Connection, reader: Connection, path: PathBuf) -> Self {
        let (connection, reader) = (ReentrantMutex::new(connection), Mutex::new(reader));
        let is_unwritable = AtomicBool::new(false);
        Self { connection, reader, path, is_unwritable, is_not_upgraded: false }
    }

    /// What an error of `SQLite` says to whoever has to act.
    fn describe_failure(path: &Path, doing: &'static str, source: rusqlite::Error) -> StateError {
        let path = path.display().to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StateError::Damaged { path }
            }
            _ => StateError::Store { doing, path, source },
        }
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
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StateError> {
        let connection = self.reader.lock();
        question(&connection).map_err(|source| Self::describe_failure(&self.path, doing, source))
    }
}

/// Makes a state aside and gives it its name when it is whole, so that an empty file is never one that is just being made. Where
/// another process was faster, its state stays.
fn make_whole(path: &Path) -> rusqlite::Result<()> {
    let io = |error: io::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let folder = path.parent().unwrap_or(Path::new("."));
    let aside =
        tempfile::Builder::new().prefix("state.").suffix(".new").tempfile_in(folder).map_err(io)?;
    let mut connection = Connection::open(aside.path())?;
    migrate(&mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    match aside.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(io(error.error)),
        _ => Ok(()),
    }
}

/// Sets the journal that readers need not wait for. `SQLite` refuses at once, whatever the timeout, while another process of a new
/// file does the same.
fn enter_wal(connection: &Connection) -> rusqlite::Result<()> {
    let began = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && began.elapsed() < PATIENCE =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// Applies what the file does not have yet; returns the number it had, or has now.
fn migrate(connection: &mut Connection) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let found = found as usize;
    for step in SCHEMA.iter().skip(found) {
        transaction.execute_batch(step)?;
    }
    if found < SCHEMA.len() {
        transaction.pragma_update(None, "user_version", SCHEMA.len().to_string())?;
    }
    transaction.commit()?;
    Ok(found)
}

/// Other accounts of the machine need not read who may come in.
fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
    // A disk without rights, as a stick's, has none to give.
    #[cfg(windows)]
    let _ = windows_host::make_private(path);
    #[cfg(not(any(unix, windows)))]
    let _ = path;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opened_again_is_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = |state: &StateDatabase| {
            state.read("count", |c| {
                c.query_row("select count(*) from audit", [], |row| row.get::<_, i64>(0))
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
        let state = StateDatabase::open(folder.path()).expect("a new state");
        state.with("raise", |t| t.pragma_update(None, "user_version", 99)).expect("raised");
        drop(state);
        let refused = StateDatabase::open(folder.path()).err().expect("refused");
        assert!(refused.to_string().contains("bố cục 99"), "{refused}");
    }
}
