//! Many exports in one call: which they are, and what is said of them once.

use std::{collections::BTreeSet, path::PathBuf};

use super::super::{command_error::CommandError, help::spoken::say};
use crate::ingest::export::{is_litter, is_unfinished};

/// What lies in the folders that are named: the exports, and what is passed over.
#[derive(Debug, Default)]
pub struct ListedExports {
    /// The files that are named, and those of the folders that are named, in the order of their names.
    pub files: Vec<PathBuf>,
    /// What systems and programs leave lying, and hidden files: none of it is an export.
    pub litter: Vec<String>,
    /// Folders inside those that are named: whoever means them names them.
    pub folders: Vec<String>,
}

/// Lists the exports among files and folders. Fails where a folder cannot be read or holds none.
pub fn list_exports(paths: &[PathBuf]) -> Result<ListedExports, CommandError> {
    let mut listed = ListedExports::default();
    for path in paths {
        if !path.is_dir() {
            listed.files.push(path.clone());
            continue;
        }
        let unread = |error: std::io::Error| CommandError::of_file(path, &error);
        let (mut inside, mut folders) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(path).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_passed = is_litter(&name) || is_unfinished(&name);
            match (entry.path().is_dir(), is_passed) {
                (true, true) => {}
                (true, false) => folders.push(entry.path().display().to_string()),
                (false, true) => listed.litter.push(name),
                (false, false) => inside.push(entry.path()),
            }
        }
        folders.sort();
        if inside.is_empty() {
            let path = path.display().to_string();
            return Err(if folders.is_empty() {
                CommandError::EmptyFolder { path }
            } else {
                let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
                CommandError::FolderOfFolders { path, folders: name_some(&folders) }
            });
        }
        inside.sort();
        listed.files.extend(inside);
        listed.folders.extend(folders);
    }
    listed.litter.sort();
    Ok(listed)
}

impl ListedExports {
    /// Says what is passed over, a line a kind.
    pub fn passed_lines(&self) -> Vec<String> {
        let kinds = [("ingest.litter", &self.litter), ("ingest.folders", &self.folders)];
        let passed = kinds.into_iter().filter(|(_, names)| !names.is_empty());
        let lines = passed.map(|(id, names)| {
            let (count, names) = (names.len().to_string(), names.join(", "));
            say(id, &[("count", &count), ("names", &names)])
        });
        lines.collect()
    }
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
