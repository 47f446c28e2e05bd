//! What moves of a state have in common.

use std::{fs, io, path::Path};

use jiff::civil::DateTime;
use rusqlite::params;

use crate::{
    disk::{rename_patiently, sync_folder},
    state::{
        StateDatabase,
        connection::{StateConnection, StoreResult},
        error::StateError,
        lease::LeaseMoment,
    },
};

/// Says what was carried, and from where to where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMove {
    pub to: String,
    /// The tables with the number of their rows.
    pub tables: Vec<(&'static str, u64)>,
    /// What the file of before is called now; `None` where there was none.
    pub kept: Option<String>,
}

/// Fails while something is made or sent: what comes of it would be noted in what nobody reads any more.
pub(super) fn refuse_while_sending(
    state: &StateConnection,
    now: DateTime,
) -> Result<(), StateError> {
    let at = LeaseMoment::from_now(now);
    let asked = || -> StoreResult<bool> {
        let held = |table: &str| {
            format!(
                "exists (select 1 from {table} where owner is not null and leased_until > ?1 and leased_until <= ?2)"
            )
        };
        let sql = format!("select {} or {}", held("delivery"), held("run"));
        state.query_row(&sql, params![at.now, at.impossible], |row| row.get(0))
    };
    match asked() {
        Ok(false) => Ok(()),
        Ok(true) => Err(StateError::Sending { path: state.shown() }),
        Err(source) => {
            Err(StateError::Store { doing: "look for what is sent", path: state.shown(), source })
        }
    }
}

/// A file that is no longer the state must not be taken for it. What lies aside already stays: it may be the only whole one. Returns what the
/// file is called from now on.
pub(super) fn put_aside(data: &Path) -> Result<Option<String>, StateError> {
    let path = data.join(StateDatabase::FILE);
    if !path.exists() {
        return Ok(None);
    }
    let moved = |number: u32| match number {
        1 => StateDatabase::MOVED_FILE.to_owned(),
        number => format!("{}-{number}", StateDatabase::MOVED_FILE),
    };
    let is_free = |name: &String| !data.join(name).exists();
    let aside = (1..=u32::MAX).map(moved).find(is_free).unwrap_or_default();
    let put = || {
        // The file itself first: without it nobody takes the rest for a state.
        for ending in ["", "-wal", "-shm"] {
            let from = data.join(format!("{}{ending}", StateDatabase::FILE));
            if from.exists() {
                rename_patiently(&from, &data.join(format!("{aside}{ending}")))?;
            }
        }
        sync_folder(data)
    };
    put().map_err(not_written(&path))?;
    Ok(Some(data.join(aside).display().to_string()))
}

/// Removes a file of the data folder that may be there no longer.
pub(super) fn remove_name(data: &Path, name: &str) -> Result<(), StateError> {
    let path = data.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(not_written(&path)(error)),
        _ => sync_folder(data).map_err(not_written(&path)),
    }
}

/// Says of a file of the data folder that it could not be written.
pub(super) fn not_written(path: &Path) -> impl Fn(io::Error) -> StateError {
    let path = path.display().to_string();
    move |error| StateError::Place { path: path.clone(), told: error.to_string() }
}

/// Says of a file of `SQLite` that it could not be copied.
pub(super) fn of_file(path: &Path, error: rusqlite::Error) -> StateError {
    StateError::Store {
        doing: "copy the state",
        path: path.display().to_string(),
        source: error.into(),
    }
}
