//! What a backup holds: one sealed file that names all others.

use std::{
    fs,
    path::{Component, Path},
};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{
    super::error::{BackupDamage, BackupError},
    disk::replace_file,
};
use crate::ingest::archive::seal::{is_seal_whole, seal_text};

/// The shape of data folders and manifests that this program writes. It is raised when an older program could no longer read them.
pub const LAYOUT: u32 = 1;

/// Is said of a data folder whose state lies in a server: an older program, which knows of no such thing, would begin a state of its own there.
/// Of backups it is never said: they hold a file.
pub const SERVER_LAYOUT: u32 = 100;

/// Names the file that says which shape a data folder has; without it, it has the first.
pub const LAYOUT_FILE: &str = "layout.json";

/// Names what lies in a data folder, or beside it, as long as it is being restored.
pub const RESTORING: &str = "restoring";

/// Names every file of a backup with its digest. It is written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupManifest {
    /// The name of the file, without its ending.
    pub id: String,
    /// Counts the backups of a folder in the order they were made, whatever the clock said.
    pub number: u64,
    /// Local civil time.
    pub made_at: DateTime,
    /// The version of the program that made it.
    pub program: String,
    /// The shape of what it holds.
    pub layout: u32,
    /// What a warehouse built from it by that program is called.
    pub data_version: String,
    pub files: Vec<BackupFile>,
    /// What was in the office and is not in the backup, because it is damaged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutFile>,
}

/// Names one file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFile {
    /// `data/…`, `content/…` or `motcua.toml`, with slashes on every system.
    pub path: String,
    pub size: u64,
    pub sha256: String,
}

/// Names a file that a backup lacks, and says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutFile {
    pub path: String,
    pub problem: String,
}

impl BackupManifest {
    /// Reads a manifest; fails where it is not as it was written, is of a newer program, or names a file outside what is restored.
    pub fn read_file(path: &Path) -> Result<Self, BackupError> {
        let text = fs::read_to_string(path).map_err(BackupError::at_path(path))?;
        let shown = path.display().to_string();
        let damaged = |problem| BackupError::Damaged { path: shown.clone(), problem };
        if is_seal_whole(&text) != Some(true) {
            return Err(damaged(BackupDamage::ManifestChanged));
        }
        let found = serde_json::from_str::<LayoutOnly>(&text).map_or(LAYOUT, |only| only.layout);
        if found > LAYOUT {
            return Err(BackupError::Newer { path: shown, found, known: LAYOUT });
        }
        let manifest: Self =
            serde_json::from_str(&text).map_err(|_| damaged(BackupDamage::ManifestUnread))?;
        match manifest.files.iter().find(|file| !file.is_plain()) {
            Some(_) => Err(damaged(BackupDamage::PathDenied)),
            None => Ok(manifest),
        }
    }

    /// Writes the manifest with its seal, and makes the backup one that is there.
    pub(in crate::backup) fn write_file(&self, path: &Path) -> Result<(), BackupError> {
        replace_file(path, seal_text(self).as_bytes())
    }

    /// The bytes of all its files.
    pub fn total_size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

#[derive(Deserialize)]
struct LayoutOnly {
    layout: u32,
}

impl BackupFile {
    /// Whether it stays below the folder it is restored to, and is called by a digest.
    fn is_plain(&self) -> bool {
        let mut parts = Path::new(&self.path).components();
        self.sha256.len() == 64
            && self.sha256.bytes().all(|digit| digit.is_ascii_hexdigit())
            && !self.path.contains('\\')
            && parts.all(|part| matches!(part, Component::Normal(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case::a_file_of_the_archive("data/archive/given/0a.parquet", true)]
    #[case::a_folder_above("data/../../etc/passwd", false)]
    #[case::a_path_from_the_root("/etc/passwd", false)]
    #[case::a_path_of_another_system("data\\..\\x", false)]
    fn a_backup_holds_files_below_its_own_folders(#[case] path: &str, #[case] is_plain: bool) {
        let file = BackupFile { path: path.into(), size: 1, sha256: "0a".repeat(32) };
        assert_eq!(file.is_plain(), is_plain);
    }
}
