//! What is known of the last backup.

use std::path::Path;

use jiff::civil::DateTime;

/// Holds what is known of the newest backup of a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupProof {
    /// Local civil time at which it was made.
    pub taken_at: DateTime,
    /// When it was last restored and gave the same answers; `None` where that was never tried.
    pub proved_at: Option<DateTime>,
    /// Why it could not be made or did not give the same answers; `None` where it did.
    pub problem: Option<String>,
}

/// The newest backup of a data folder; `None` where none was ever set up.
pub fn last_backup_proof(_data: &Path) -> Option<BackupProof> {
    None
}
