//! How a file of `SQLite` is made and brought to the newest shape.

use std::{
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::state::connection::patience::PATIENCE;

/// Counts the steps of the schema this program knows.
pub const STEPS: usize = 12;

/// Each brings the file from the one before it to its own number. Applied ones are never changed: files out there have them.
const SCHEMA: [&str; STEPS] = [
    include_str!("../schema/01_users.sql"),
    include_str!("../schema/02_deliveries.sql"),
    include_str!("../schema/03_alerts.sql"),
    include_str!("../schema/04_sending.sql"),
    include_str!("../schema/05_logins.sql"),
    include_str!("../schema/06_backups.sql"),
    include_str!("../schema/07_urgings.sql"),
    include_str!("../schema/08_schedule_timing.sql"),
    include_str!("../schema/09_schedule_begin.sql"),
    include_str!("../schema/10_identities.sql"),
    include_str!("../schema/11_expelled.sql"),
    include_str!("../schema/12_machines.sql"),
];

/// Makes a state aside and gives it its name when it is whole, so that an empty file is never one that is just being made. Where
/// another process was faster, its state stays.
pub fn make_whole(path: &Path) -> rusqlite::Result<()> {
    let io = |error: io::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let folder = path.parent().unwrap_or(Path::new("."));
    let aside =
        tempfile::Builder::new().prefix("state.").suffix(".new").tempfile_in(folder).map_err(io)?;
    make_file(aside.path(), STEPS)?.close().map_err(|(_, error)| error)?;
    match aside.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(io(error.error)),
        _ => Ok(()),
    }
}

/// Makes a file with an empty state of so many steps.
pub fn make_file(path: &Path, steps: usize) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(path)?;
    make_private(path);
    migrate_to(&mut connection, steps)?;
    Ok(connection)
}

/// Sets the journal that readers need not wait for. `SQLite` refuses at once, whatever the timeout, while another process of a new
/// file does the same.
pub fn enter_wal(connection: &Connection) -> rusqlite::Result<()> {
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
pub fn migrate(connection: &mut Connection) -> rusqlite::Result<usize> {
    migrate_to(connection, STEPS)
}

fn migrate_to(connection: &mut Connection, steps: usize) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let found = found as usize;
    for step in SCHEMA.iter().take(steps).skip(found) {
        transaction.execute_batch(step)?;
    }
    if found < steps {
        transaction.pragma_update(None, "user_version", steps.to_string())?;
    }
    transaction.commit()?;
    Ok(found)
}

/// Other accounts of the machine need not read who may come in.
pub fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::{fs, os::unix::fs::PermissionsExt};
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
    // A disk without rights, as a stick's, has none to give.
    #[cfg(windows)]
    let _ = windows_host::make_private(path);
    #[cfg(not(any(unix, windows)))]
    let _ = path;
}
