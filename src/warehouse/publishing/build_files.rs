//! Which file of a data folder is published: the build with the highest number. A build gets a name that nobody has yet, so publishing
//! never renames over a file that a reader, a virus scanner or a backup program holds, which Windows refuses.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What programs published before builds had numbers: the lowest of all.
const UNNUMBERED: &str = "warehouse.duckdb";

/// Returns the file that is published in a data folder; `None` where nothing is.
pub fn find_published(data: &Path) -> Option<PathBuf> {
    list_builds(data).into_iter().max().map(|(_, path)| path)
}

/// Returns the name of the build that is published next. Nobody else publishes meanwhile: the caller holds the build lock.
pub fn next_build(data: &Path) -> PathBuf {
    let last = list_builds(data).into_iter().map(|(number, _)| number).max().unwrap_or(0);
    data.join(format!("warehouse-{}.duckdb", last + 1))
}

/// Removes builds that another one has taken the place of. What somebody holds open stays, where the system says so, until the next time.
pub fn remove_superseded(data: &Path) {
    let mut builds = list_builds(data);
    builds.sort();
    builds.pop();
    for (_, path) in builds {
        let _ = fs::remove_file(path);
    }
}

/// Whether a file of a data folder is a build that is or was published.
pub fn is_build_name(name: &str) -> bool {
    build_number(name).is_some()
}

fn list_builds(data: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(data).into_iter().flatten().flatten();
    let numbered = entries.filter_map(|entry| {
        let number = build_number(entry.file_name().to_str()?)?;
        Some((number, entry.path()))
    });
    numbered.collect()
}

fn build_number(name: &str) -> Option<u64> {
    if name == UNNUMBERED {
        return Some(0);
    }
    let number = name.strip_prefix("warehouse-")?.strip_suffix(".duckdb")?;
    let number: u64 = number.parse().ok()?;
    // `warehouse-+1.duckdb` and `warehouse-01.duckdb` are none of ours.
    (name == format!("warehouse-{number}.duckdb")).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_of(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            fs::write(folder.path().join(name), name).expect("written");
        }
        folder
    }

    #[test]
    fn the_highest_number_is_published_and_the_next_is_one_more() {
        let folder = folder_of(&["warehouse-9.duckdb", "warehouse-10.duckdb", "warehouse.duckdb"]);
        let data = folder.path();
        assert_eq!(find_published(data), Some(data.join("warehouse-10.duckdb")));
        assert_eq!(next_build(data), data.join("warehouse-11.duckdb"));
    }

    #[test]
    fn what_an_older_program_published_is_published_until_something_newer_is() {
        let folder = folder_of(&["warehouse.duckdb"]);
        let data = folder.path();
        assert_eq!(find_published(data), Some(data.join("warehouse.duckdb")));
        fs::write(next_build(data), "new").expect("written");
        assert_eq!(find_published(data), Some(data.join("warehouse-1.duckdb")));
        remove_superseded(data);
        assert!(!data.join("warehouse.duckdb").exists());
        assert_eq!(find_published(data), Some(data.join("warehouse-1.duckdb")));
    }

    #[test]
    fn nothing_is_published_in_an_empty_folder_and_in_none() {
        let folder =
            folder_of(&["warehouse-x.duckdb", "warehouse-01.duckdb", "warehouse-1.duckdb.wal"]);
        assert_eq!(find_published(folder.path()), None);
        assert_eq!(find_published(&folder.path().join("missing")), None);
        assert_eq!(next_build(folder.path()), folder.path().join("warehouse-1.duckdb"));
        remove_superseded(folder.path());
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3, "none of ours");
    }
}
