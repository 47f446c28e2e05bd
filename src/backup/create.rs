//! Makes a backup: every committed export, the state as of one moment, the office's own files; then the manifest.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::DateTime};

use super::{
    error::BackupError,
    office_files::{list_data_files, list_own_files},
    store::{
        disk::{UNFINISHED, list_folder, make_private_folder},
        folder::BackupFolder,
        manifest::{BackupFile, BackupManifest, LAYOUT, LeftOutFile},
        object_store::StoredObject,
    },
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings, target::office_target},
    domain::source::Source,
    ingest::archive::Archive,
    state::StateDatabase,
    warehouse::BuildPlan,
};

/// What is backed up, where to, and when.
pub struct BackupOrder<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub data: &'a Path,
    pub folder: &'a Path,
    /// Local civil time.
    pub now: DateTime,
}

/// Names what a backup has just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupStep {
    /// A file is in the backup folder, copied now or before.
    Kept { path: String },
    /// All files are; the manifest comes next.
    AllKept,
    /// The backup is there.
    Committed { id: String },
    /// Backups that are too old are gone; what only they needed goes next.
    Forgotten,
}

/// Says what a backup came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSummary {
    pub manifest: BackupManifest,
    /// Files that were not in the folder before, and their bytes.
    pub copied_files: usize,
    pub copied_bytes: u64,
}

/// Makes a backup. `tell` is told of each step, and ends it there where it fails; what is then left is no backup.
pub fn create_backup(
    order: &BackupOrder,
    tell: &mut dyn FnMut(&BackupStep) -> Result<(), BackupError>,
) -> Result<BackupSummary, BackupError> {
    ensure_outside(order)?;
    let folder = BackupFolder::at_path(order.folder);
    let _lock = folder.lock()?;
    let number = next_number(&folder)?;
    let mut making = BackupInProgress {
        folder: &folder,
        tell,
        files: Vec::new(),
        left_out: Vec::new(),
        copied: (0, 0),
    };
    let sources = making.keep_archive(order.data)?;
    making.keep_state(order.data)?;
    for (called, path) in list_data_files(order.data)?
        .into_iter()
        .chain(list_own_files(order.catalog, order.settings)?)
    {
        let kept = folder.objects.keep_file(&path)?;
        making.note_kept(called, kept)?;
    }
    let plan = BuildPlan {
        catalog: order.catalog,
        content: office_target::with_own(&order.catalog.content, order.data)?,
        sources,
        erasures: Archive::read_ledger_of(order.data)?,
        as_known_on: None,
        scratch: Path::new(""),
        publish_as: Path::new(""),
        base: None,
    };
    // Viet Nam has one offset and no summer time.
    let utc = order.now.saturating_sub(7.hours());
    let manifest = BackupManifest {
        id: format!("{}-{number:04}", utc.strftime("%Y-%m-%dT%H-%M-%SZ")),
        number,
        made_at: order.now,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        layout: LAYOUT,
        data_version: plan.data_version(),
        files: making.files,
        left_out: making.left_out,
    };
    (making.tell)(&BackupStep::AllKept)?;
    manifest.write_file(&folder.manifest_path(&manifest.id))?;
    (making.tell)(&BackupStep::Committed { id: manifest.id.clone() })?;
    let (copied_files, copied_bytes) = making.copied;
    Ok(BackupSummary { manifest, copied_files, copied_bytes })
}

/// How often a pair is read again that an ingest replaces meanwhile.
const TRIES: usize = 3;

struct BackupInProgress<'a> {
    folder: &'a BackupFolder,
    tell: &'a mut dyn FnMut(&BackupStep) -> Result<(), BackupError>,
    files: Vec<BackupFile>,
    left_out: Vec<LeftOutFile>,
    copied: (usize, u64),
}

impl BackupInProgress<'_> {
    /// Keeps what was archived when it began: the notes are listed first, and what has no note yet is no part of the archive.
    fn keep_archive(&mut self, data: &Path) -> Result<Vec<(Source, PathBuf)>, BackupError> {
        if !data.join("archive").exists() {
            return Ok(Vec::new());
        }
        let archive = Archive::open_in(data)?;
        let contents = archive.list_contents()?;
        for error in contents.damaged {
            self.leave_out("archive", &error.to_string());
        }
        let mut kept = Vec::new();
        for source in contents.sources {
            match self.keep_pair(&archive, &source.id)? {
                // Its number is its place in the order of all.
                Ok(read) => {
                    let path = archive.parquet_path(&read.id);
                    kept.push((Source { number: source.number, ..read }, path));
                }
                Err(problem) => self.leave_out(&source.id, &problem),
            }
        }
        Ok(kept)
    }

    /// Keeps an export with its note, or says why it cannot be: what is not as it was archived is no copy of anything.
    fn keep_pair(
        &mut self,
        archive: &Archive,
        id: &str,
    ) -> Result<Result<Source, String>, BackupError> {
        let mut problem = String::new();
        for _ in 0..TRIES {
            let read = archive.read_note_text(id).and_then(|(source, text)| {
                archive.verify_parquet(&source)?;
                Ok((source, text))
            });
            let (source, text) = match read {
                Ok(read) => read,
                Err(error) => {
                    problem = error.to_string();
                    continue;
                }
            };
            let parquet = self.folder.objects.keep_file(&archive.parquet_path(id))?;
            if parquet.sha256 != source.parquet_sha256 {
                continue;
            }
            let note = self.folder.objects.keep_text(&text)?;
            self.note_kept(format!("data/archive/{id}.parquet"), parquet)?;
            self.note_kept(format!("data/archive/{id}.json"), note)?;
            return Ok(Ok(source));
        }
        Ok(Err(problem))
    }

    /// Keeps the state as it is at one moment, whoever writes it meanwhile.
    fn keep_state(&mut self, data: &Path) -> Result<(), BackupError> {
        if !StateDatabase::is_there(data) {
            return Ok(());
        }
        let problems = StateDatabase::find_damage(data)?;
        if let Some(problem) = problems.first() {
            self.leave_out(StateDatabase::FILE, problem);
            return Ok(());
        }
        let copy = self.folder.objects.object_path(&format!("state.{UNFINISHED}"));
        StateDatabase::copy_to(data, &copy)?;
        let kept = self.folder.objects.keep_file(&copy)?;
        fs::remove_file(&copy).map_err(BackupError::at_path(&copy))?;
        self.note_kept(format!("data/{}", StateDatabase::FILE), kept)
    }

    fn note_kept(&mut self, path: String, kept: StoredObject) -> Result<(), BackupError> {
        if kept.is_new {
            self.copied.0 += 1;
            self.copied.1 += kept.size;
        }
        (self.tell)(&BackupStep::Kept { path: path.clone() })?;
        self.files.push(BackupFile { path, size: kept.size, sha256: kept.sha256 });
        Ok(())
    }

    fn leave_out(&mut self, path: &str, problem: &str) {
        self.left_out.push(LeftOutFile { path: path.to_owned(), problem: problem.to_owned() });
    }
}

/// One more than any backup of the folder has, those that cannot be read among them.
fn next_number(folder: &BackupFolder) -> Result<u64, BackupError> {
    let of_name = |path: &PathBuf| -> Option<u64> {
        path.file_stem()?.to_str()?.rsplit_once('-')?.1.parse().ok()
    };
    let paths = list_folder(&folder.root.join("backups"))?;
    Ok(paths.iter().filter_map(of_name).max().unwrap_or(0) + 1)
}

/// A backup inside what it is of would be lost with it.
fn ensure_outside(order: &BackupOrder) -> Result<(), BackupError> {
    make_private_folder(order.folder)?;
    let whole = |path: &Path| path.canonicalize().map_err(BackupError::at_path(path));
    if whole(order.folder)?.starts_with(whole(order.data)?) {
        return Err(BackupError::Inside { path: order.folder.display().to_string() });
    }
    Ok(())
}
