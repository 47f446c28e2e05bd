//! What is known of the last backup.

use jiff::civil::DateTime;

use crate::state::{StateDatabase, StateError};

/// Holds what is known of the newest backup of a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastBackup {
    /// Local civil time at which it was made.
    pub taken_at: DateTime,
    /// When it was last restored and gave the same answers; `None` where that was never tried.
    pub proved_at: Option<DateTime>,
    /// Why it could not be made or did not give the same answers; `None` where it did.
    pub problem: Option<String>,
}

/// Reads what the state tells of backups; `None` where none was ever tried.
///
/// # Errors
/// What keeps the state from being read.
pub fn last_backup_proof(state: &StateDatabase) -> Result<Option<LastBackup>, StateError> {
    let Some(last) = state.last_backup()? else { return Ok(None) };
    let (whole, proof) = (state.last_whole_backup()?, state.last_backup_proof()?);
    let problem = if last.is_whole {
        proof.filter(|proof| !proof.is_proved).map(|proof| proof.note)
    } else {
        Some(last.note)
    };
    Ok(Some(LastBackup {
        taken_at: whole.map_or(last.began_at, |whole| whole.began_at),
        proved_at: state.last_good_proof()?.map(|proof| proof.proved_at),
        problem,
    }))
}
