//! Exports that nobody has described yet, kept while somebody describes them. They hold personal data: each is its sender's alone, and goes
//! after an hour, with the server, or when others come.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Span, civil::DateTime};
use parking_lot::Mutex;
use tempfile::TempDir;

use super::upload_dir;
use crate::disk::rename_patiently;

/// How long one is kept after it was last looked at.
const KEPT_HOURS: i64 = 1;
/// How many are kept of all.
const MOST_KEPT: usize = 16;

/// Is an export that waits to be described.
#[derive(Debug, Clone)]
pub struct PendingExport {
    pub id: u64,
    pub path: PathBuf,
    /// Without a folder.
    pub file_name: String,
    owner: String,
    kept_until: DateTime,
    /// Goes with the last who holds it.
    _folder: Arc<TempDir>,
}

/// Holds what waits, the newest last.
#[derive(Default)]
pub struct PendingExports(Mutex<PendingList>);

#[derive(Default)]
struct PendingList {
    last: u64,
    waiting: Vec<PendingExport>,
}

impl PendingExports {
    /// Takes a file over from where it lies; says by which number it is found.
    pub fn keep_file(
        &self,
        data: &Path,
        owner: &str,
        file: &Path,
        now: DateTime,
    ) -> std::io::Result<u64> {
        let name = file.file_name().unwrap_or_default();
        let folder = upload_dir::folder(data)?;
        let path = folder.path().join(name);
        rename_patiently(file, &path)?;
        let mut list = self.0.lock();
        list.last += 1;
        let export = PendingExport {
            id: list.last,
            path,
            file_name: name.to_string_lossy().into_owned(),
            owner: owner.to_owned(),
            kept_until: now.saturating_add(Span::new().hours(KEPT_HOURS)),
            _folder: Arc::new(folder),
        };
        list.waiting.push(export);
        if list.waiting.len() > MOST_KEPT {
            list.waiting.remove(0);
        }
        Ok(list.last)
    }

    /// Finds what somebody sent; it is kept for another while. `None` of what is gone, or another's.
    pub fn find_export(&self, owner: &str, id: u64, now: DateTime) -> Option<PendingExport> {
        self.forget_old(now);
        let mut list = self.0.lock();
        let is_it = |export: &&mut PendingExport| export.id == id && export.owner == owner;
        let found = list.waiting.iter_mut().find(is_it)?;
        found.kept_until = now.saturating_add(Span::new().hours(KEPT_HOURS));
        Some(found.clone())
    }

    /// Lists what somebody sent and did not describe yet.
    pub fn list_exports(&self, owner: &str, now: DateTime) -> Vec<PendingExport> {
        self.forget_old(now);
        self.0.lock().waiting.iter().filter(|export| export.owner == owner).cloned().collect()
    }

    /// Lets one go.
    pub fn forget_export(&self, id: u64) {
        self.0.lock().waiting.retain(|export| export.id != id);
    }

    /// Lets go what somebody sent under a name: it was taken in.
    pub fn forget_named(&self, owner: &str, file_name: &str) {
        let is_it = |one: &PendingExport| one.owner == owner && one.file_name == file_name;
        self.0.lock().waiting.retain(|export| !is_it(export));
    }

    /// Lets go what nobody looked at for long.
    pub fn forget_old(&self, now: DateTime) {
        self.0.lock().waiting.retain(|export| export.kept_until > now);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_export_is_its_senders_and_goes_after_an_hour() {
        let data = tempfile::tempdir().expect("a folder");
        let file = data.path().join("so.csv");
        let at = |hour| date(2024, 1, 2).at(hour, 0, 0, 0);
        let pending = PendingExports::default();
        std::fs::write(&file, "a").expect("written");
        let id = pending.keep_file(data.path(), "lan", &file, at(8)).expect("kept");
        assert!(!file.exists());
        assert!(pending.find_export("mai", id, at(8)).is_none());
        let found = pending.find_export("lan", id, at(8)).expect("there");
        assert_eq!(found.file_name, "so.csv");
        let path = found.path.clone();
        drop(found);
        assert!(path.exists() && pending.list_exports("lan", at(8)).len() == 1);
        assert!(pending.find_export("lan", id, at(9)).is_none());
        assert!(!path.exists());
    }
}
