//! Which pages of a period are finished: `fetch/<connector>/<period>.json` in the data folder.
//!
//! Invariant: it is renamed into place after the page is archived, so it never says more than the archive holds.

mod repeated_codes;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

pub use repeated_codes::RepeatedCodes;

use super::FetchError;
use crate::{
    disk::{rename_patiently, sync_file, sync_folder},
    domain::{fault_point::FaultPoint, period::Period},
};

/// Names the folder of checkpoints in a data folder.
const FOLDER: &str = "fetch";
/// A stopped round older than this begins anew: the pages would be of different days.
const FRESH_HOURS: i64 = 24;

/// Records which pages of a request are finished, so that a stopped fetch goes on where it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchCheckpoint {
    /// Names what is asked for and kept; another request shares nothing with this one.
    pub request: String,
    /// How many of the pages are of the present round; those behind are of the one before.
    pub finished: usize,
    /// Whether the present round came to its end.
    pub complete: bool,
    /// Codes that stand on two pages, in rounds of the list one behind the other.
    #[serde(default)]
    pub repeated: RepeatedCodes,
    pub pages: Vec<FinishedPage>,
}

/// Describes a page that was fetched and archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishedPage {
    pub rows: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    pub sha256: String,
    /// The archive's source; an empty page has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(flatten)]
    pub validators: CacheValidators,
    pub asked_at: DateTime,
}

/// What lets a server say that nothing changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheValidators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// A list as its last round left it.
#[derive(Debug)]
pub struct FetchedList {
    pub connector: String,
    pub period: String,
    pub record: Result<FetchCheckpoint, FetchError>,
}

impl FetchCheckpoint {
    /// Lists what was ever fetched into a data folder, by connector and period.
    pub fn list_all(data: &Path) -> Vec<FetchedList> {
        let list = |folder: &Path| -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            paths.sort();
            paths
        };
        let name = |path: Option<&std::ffi::OsStr>| {
            path.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let files = list(&data.join(FOLDER)).into_iter().flat_map(|of| list(&of));
        let records = files.filter(|path| path.extension().is_some_and(|it| it == "json"));
        let read = |path: PathBuf| FetchedList {
            connector: name(path.parent().and_then(Path::file_name)),
            period: name(path.file_stem()),
            record: Self::read_file(&path),
        };
        records.map(read).collect()
    }

    fn read_file(path: &Path) -> Result<Self, FetchError> {
        let failed =
            |problem: String| FetchError::Record { path: path.display().to_string(), problem };
        let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let mut record: Self =
            serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
        record.finished = record.finished.min(record.pages.len());
        Ok(record)
    }

    /// What is known of a request, ready for the next round or for the rest of a stopped one.
    pub fn open_file(
        path: &Path,
        request: &str,
        now: DateTime,
        is_archived: impl Fn(&str) -> bool,
    ) -> Result<Self, FetchError> {
        let new = Self { request: request.to_owned(), ..Self::default() };
        if !path.exists() {
            return Ok(new);
        }
        let mut record = Self::read_file(path)?;
        if record.request != request {
            return Ok(new);
        }
        let lost = |page: &FinishedPage| !page.source.as_deref().is_none_or(&is_archived);
        if let Some(first) = record.pages.iter().position(lost) {
            record.pages.truncate(first);
            record.complete = false;
        }
        record.finished = record.finished.min(record.pages.len());
        let stopped_at = record.pages[..record.finished].last();
        let is_fresh = stopped_at
            .is_some_and(|page| now.duration_since(page.asked_at).as_hours() < FRESH_HOURS);
        if record.complete || !is_fresh {
            record.begin_again();
            record.repeated.of_first = None;
        }
        Ok(record)
    }

    /// Returns the path of the checkpoint of a connector and a period, below the data folder.
    pub fn file_path(data: &Path, connector: &str, period: Period) -> PathBuf {
        let period = period.to_string().replace(':', "-");
        data.join(FOLDER).join(connector).join(period + ".json")
    }

    /// The page that comes next, as it was in the round before.
    pub fn next_known_page(&self) -> Option<&FinishedPage> {
        self.pages.get(self.finished)
    }

    /// Counts the rows of the pages that the present round has finished.
    pub fn finished_rows(&self) -> u64 {
        self.pages[..self.finished].iter().map(|page| page.rows).sum()
    }

    /// Tells that the list grew shorter while the present round was asked for: how many rows it said to have, and how many later. Whatever
    /// stood behind what was taken out has moved to a page that was finished before.
    pub fn find_shrinking(&self) -> Option<(u64, u64)> {
        let mut most = 0;
        for total in self.pages[..self.finished].iter().filter_map(|page| page.total) {
            if total < most {
                return Some((most, total));
            }
            most = total;
        }
        None
    }

    /// Lists the archive's sources of the pages that the present round has finished.
    pub fn finished_sources(&self) -> impl Iterator<Item = &str> {
        self.pages[..self.finished].iter().filter_map(|page| page.source.as_deref())
    }

    /// Fails where a finished round lacks rows that stood between two pages.
    pub fn find_loss(&self, place: &str) -> Result<(), FetchError> {
        let place = place.to_owned();
        match (self.find_shrinking(), self.repeated.moved) {
            (Some((before, after)), _) => Err(FetchError::Shifted { place, before, after }),
            (None, 0) => Ok(()),
            (None, count) => Err(FetchError::Repeated { place, count }),
        }
    }

    /// Begins another round with what is known of this one.
    pub fn begin_again(&mut self) {
        (self.finished, self.complete) = (0, false);
    }

    /// Adds a finished page; the last one ends the round.
    pub fn add_finished(&mut self, page: FinishedPage, is_last: bool) {
        match self.pages.get_mut(self.finished) {
            Some(place) => *place = page,
            None => self.pages.push(page),
        }
        self.finished += 1;
        if is_last {
            self.pages.truncate(self.finished);
            self.complete = true;
        }
    }

    /// Writes the checkpoint aside and renames it into place; fails when the folder is not writable.
    pub fn save_to(&self, path: &Path) -> Result<(), FetchError> {
        let new = path.with_extension("json.new");
        let text = serde_json::to_string_pretty(self).expect("a record is plain data");
        let folder = path.parent().expect("a record has a folder");
        fs::create_dir_all(folder)
            .and_then(|()| FaultPoint::CheckpointWrite.pass())
            .and_then(|()| fs::write(&new, text + "\n"))
            .and_then(|()| sync_file(&new))
            .and_then(|()| FaultPoint::CheckpointRename.pass())
            .and_then(|()| rename_patiently(&new, path))
            .and_then(|()| FaultPoint::CheckpointFolderSync.pass())
            .and_then(|()| sync_folders(folder))
            .map_err(|error| FetchError::Record {
                path: path.display().to_string(),
                problem: error.to_string(),
            })
    }
}

/// Makes the names in a folder and its own name last: a record that a power cut takes back would have pages asked for once more.
fn sync_folders(folder: &Path) -> io::Result<()> {
    [Some(folder), folder.parent()].into_iter().flatten().try_for_each(sync_folder)
}

#[cfg(fault_points)]
#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::domain::fault_point::work_under_faults;

    #[test]
    fn a_record_is_saved_when_its_folder_is_synced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("fetch").join("igate").join("2023-12.json");
        let record = FetchCheckpoint::default();
        let fail_at = |wanted: FaultPoint| {
            let decide = move |point| {
                if point == wanted { Err(io::Error::other("no disk")) } else { Ok(()) }
            };
            work_under_faults(Rc::new(decide), || record.save_to(&path))
        };
        assert!(fail_at(FaultPoint::CheckpointRename).is_err() && !path.exists());
        assert!(fail_at(FaultPoint::CheckpointFolderSync).is_err(), "it is not said to be saved");
        record.save_to(&path).expect("saved");
        assert!(path.exists());
    }
}
