//! Where exports that are handed in lie while they are read. They hold personal data: none is left, not even by a process
//! that died.

use std::{fs, io, path::Path};

use sha2::{Digest, Sha256};
use tempfile::{Builder, TempDir};

use crate::domain::hex::encode_hex;

/// A folder of nobody else's, gone with the value.
pub fn folder(data: &Path) -> io::Result<TempDir> {
    Builder::new().prefix(&prefix(data)).tempdir()
}

/// Removes what an earlier server on this data left behind. One server at a time listens for a data folder.
pub fn forget(data: &Path) {
    let prefix = prefix(data);
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::error!(error = %error, path = %entry.path().display(), "exports that were handed in are still there");
        }
    }
}

fn prefix(data: &Path) -> String {
    let whole = fs::canonicalize(data).unwrap_or_else(|_| data.to_owned());
    let digest = Sha256::digest(whole.to_string_lossy().as_bytes());
    format!("motcua-{}-", encode_hex(&digest[..6]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_dead_process_left_is_removed_and_nothing_of_others() {
        let (own, other) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let left = folder(own.path()).expect("made").keep();
        let others = folder(other.path()).expect("made");
        fs::write(left.join("so.xlsx"), "a name").expect("written");
        forget(own.path());
        assert!(!left.exists());
        assert!(others.path().exists());
    }
}
