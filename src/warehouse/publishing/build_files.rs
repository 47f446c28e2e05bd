//! Which file of a data folder is published: the build with the highest number. A build gets a name that nobody has yet, so publishing
//! never renames over a file that a reader, a virus scanner or a backup program holds, which Windows refuses.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What programs published before builds had numbers: the lowest of all.
const UNNUMBERED: &str = "warehouse.duckdb";

/// Digits of a number: what somebody names a copy by has fewer.
const DIGITS: usize = 10;

/// Returns the file that is published in a data folder; `None` where nothing is.
pub fn find_published(data: &Path) -> Option<PathBuf> {
    newest_build(&list_builds(data).unwrap_or_default())
}

/// Returns the name of the build that is published next. Nobody else publishes meanwhile: the caller holds the build lock. Fails where
/// nobody can tell which is the last.
pub fn next_build(data: &Path) -> io::Result<PathBuf> {
    let last = list_builds(data)?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
    Ok(data.join(build_name(last + 1)))
}

/// Removes builds that another one has taken the place of. What somebody holds open stays, where the system says so, until the next time.
pub fn remove_superseded(data: &Path) {
    if let Some(newest) = find_published(data) {
        remove_other_builds(data, &newest);
    }
}

/// Removes all builds but one.
pub fn remove_other_builds(data: &Path, kept: &Path) {
    let builds = list_builds(data).unwrap_or_default();
    for (_, path) in builds.into_iter().filter(|(_, path)| path != kept) {
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(error = %error, "`{}` could not be removed yet", path.display());
        }
    }
}

/// Whether a file of a data folder is a build that is or was published.
pub fn is_build_name(name: &str) -> bool {
    build_number(name).is_some()
}

/// The build with the highest number; or the one without, where it is younger: an older program made it since.
fn newest_build(builds: &[(u64, PathBuf)]) -> Option<PathBuf> {
    let (_, highest) = builds.iter().max()?;
    let made_at = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let unnumbered = builds.iter().find(|(number, _)| *number == 0);
    let younger = unnumbered.filter(|(_, path)| made_at(path) > made_at(highest));
    Some(younger.map_or(highest, |(_, path)| path).clone())
}

/// Every build of a folder, by its number; none in a folder that is not there.
fn list_builds(data: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let entries = match fs::read_dir(data) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut builds = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(number) = entry.file_name().to_str().and_then(build_number) {
            builds.push((number, entry.path()));
        }
    }
    Ok(builds)
}

fn build_name(number: u64) -> String {
    format!("warehouse-{number:0DIGITS$}.duckdb")
}

fn build_number(name: &str) -> Option<u64> {
    if name == UNNUMBERED {
        return Some(0);
    }
    let number = name.strip_prefix("warehouse-")?.strip_suffix(".duckdb")?.parse().ok()?;
    (name == build_name(number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use std::{
        fs::File,
        time::{Duration, SystemTime},
    };

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
        let folder = folder_of(&[&build_name(9), "warehouse.duckdb", &build_name(10)]);
        let data = folder.path();
        assert_eq!(find_published(data), Some(data.join("warehouse-0000000010.duckdb")));
        assert_eq!(next_build(data).expect("listed"), data.join("warehouse-0000000011.duckdb"));
    }

    #[test]
    fn what_an_older_program_published_is_published_until_something_newer_is() {
        let folder = folder_of(&["warehouse.duckdb"]);
        let data = folder.path();
        let first = data.join(build_name(1));
        assert_eq!(find_published(data), Some(data.join("warehouse.duckdb")));
        fs::write(next_build(data).expect("listed"), "new").expect("written");
        set_hour(&data.join("warehouse.duckdb"), 1);
        assert_eq!(find_published(data), Some(first.clone()));
        remove_superseded(data);
        assert!(!data.join("warehouse.duckdb").exists());
        assert_eq!(find_published(data), Some(first));
    }

    /// Somebody went back to it, and forward again.
    #[test]
    fn what_an_older_program_published_since_is_published() {
        let folder = folder_of(&[&build_name(7), "warehouse.duckdb"]);
        let data = folder.path();
        set_hour(&data.join(build_name(7)), 1);
        assert_eq!(find_published(data), Some(data.join("warehouse.duckdb")));
        remove_superseded(data);
        assert!(!data.join(build_name(7)).exists());
        assert_eq!(next_build(data).expect("listed"), data.join(build_name(1)));
    }

    /// Of a year that is closed, of a day: copies that people make.
    #[test]
    fn a_copy_that_somebody_named_is_none_of_ours() {
        let names =
            ["warehouse-2025.duckdb", "warehouse-20261101.duckdb", "warehouse-1.duckdb.wal"];
        let folder = folder_of(&names);
        assert_eq!(find_published(folder.path()), None);
        assert_eq!(find_published(&folder.path().join("missing")), None);
        let next = next_build(folder.path()).expect("listed");
        assert_eq!(next, folder.path().join("warehouse-0000000001.duckdb"));
        remove_superseded(folder.path());
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3);
    }

    #[test]
    fn where_nobody_can_tell_which_is_the_last_none_is_named() {
        let folder = folder_of(&["a-file"]);
        assert!(next_build(&folder.path().join("a-file")).is_err(), "it is no folder");
    }

    fn set_hour(path: &Path, hours: u64) {
        let file = File::options().write(true).open(path).expect("opened");
        let at = SystemTime::UNIX_EPOCH + Duration::from_hours(hours);
        file.set_modified(at).expect("set");
    }
}
