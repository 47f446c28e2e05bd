//! Many exports in one call: which they are, and what is said of them once.

use std::{collections::BTreeSet, path::PathBuf};

use super::super::command_error::CommandError;

/// The files that are named, and those that lie in the folders that are named, in the order of their names. What programs leave
/// lying while they write, and hidden files, are no exports.
pub fn list_exports(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CommandError> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let unread = |error: std::io::Error| CommandError::of_file(path, &error);
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let name = entry.file_name();
            let is_passed = name.to_string_lossy().starts_with(['.', '~']);
            if !is_passed && entry.path().is_file() {
                inside.push(entry.path());
            }
        }
        if inside.is_empty() {
            return Err(CommandError::EmptyFolder { path: path.display().to_string() });
        }
        inside.sort();
        found.extend(inside);
    }
    Ok(found)
}

/// Remembers what was said of a file of this call, so that it is not said of each of many alike.
#[derive(Debug, Default)]
pub struct SaidNotes {
    said: BTreeSet<(&'static str, Vec<String>)>,
}

impl SaidNotes {
    /// Tells whether these names were not said under this phrase yet; from now on they were.
    pub fn is_new(&mut self, id: &'static str, names: &[String]) -> bool {
        self.said.insert((id, names.to_vec()))
    }
}

/// Files that are named of many.
const NAMED: usize = 5;

/// The first names of many.
pub fn name_some(names: &[&str]) -> String {
    let rest = if names.len() > NAMED { ", …" } else { "" };
    names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ") + rest
}
