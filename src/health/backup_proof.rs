//! What is known of the last backup.

use jiff::civil::DateTime;

use crate::state::StateDatabase;

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

/// The newest backup that the state knows of; `None` where none was ever made.
pub fn last_backup_proof(_state: Option<&StateDatabase>) -> Option<LastBackup> {
    None
}
