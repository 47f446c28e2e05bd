//! Reads through what lies in a data folder or a backup folder, and says of each part what is wrong with it.

use std::{collections::BTreeMap, path::Path};

use super::{
    error::BackupError,
    proof::prove::PROOF_LOCK,
    restore::OF_THE_DISK,
    store::{
        disk::{is_unfinished, list_folder},
        folder::BackupFolder,
        manifest::LAYOUT_FILE,
    },
};
use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, OWN_CONTENT, target::office_target},
    ingest::archive::Archive,
    period_lock::{LOCKS, LockFolder},
    state::StateDatabase,
    version_store::PublishNote,
    warehouse::{self, BuildLock, WarehouseError, is_build_name, query::Warehouse},
};

/// Lists the parts that are verified, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyPart {
    Archive,
    State,
    Locks,
    Published,
    Content,
    Leftovers,
    Rebuild,
    Backups,
}

impl VerifyPart {
    /// Returns the name of the part in phrases.
    pub fn id(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::State => "state",
            Self::Locks => "locks",
            Self::Published => "published",
            Self::Content => "content",
            Self::Leftovers => "leftovers",
            Self::Rebuild => "rebuild",
            Self::Backups => "backups",
        }
    }
}

/// Says of a part how much of it was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyFinding {
    pub part: VerifyPart,
    pub looked_at: u64,
    pub problems: Vec<String>,
}

/// Verifies every part of a data folder, and changes nothing.
pub fn verify_data(
    catalog: &Catalog,
    data: &Path,
    scratch: &Path,
) -> Result<Vec<VerifyFinding>, BackupError> {
    Ok(vec![
        verify_archive(catalog, data)?,
        verify_state(data)?,
        verify_locks(catalog, data)?,
        verify_published(data),
        verify_content(catalog, scratch),
        find_leftovers(data)?,
    ])
}

fn verify_archive(catalog: &Catalog, data: &Path) -> Result<VerifyFinding, BackupError> {
    if !data.join("archive").exists() {
        return Ok(VerifyFinding { part: VerifyPart::Archive, looked_at: 0, problems: Vec::new() });
    }
    let archive = Archive::open_in(data)?;
    let contents = archive.list_contents()?;
    let mut problems: Vec<String> = contents.damaged.iter().map(ToString::to_string).collect();
    for source in &contents.sources {
        problems.extend(archive.verify_parquet(source).err().map(|error| error.to_string()));
    }
    problems.extend(archive.read_erasures().err().map(|error| error.to_string()));
    problems.extend(contents.without_note.iter().map(|path| {
        let path = path.display().to_string();
        catalog.phrases.format_phrase("verify.without_note", &[("path", &path)])
    }));
    let looked_at = (contents.sources.len() + contents.damaged.len()) as u64;
    Ok(VerifyFinding { part: VerifyPart::Archive, looked_at, problems })
}

fn verify_state(data: &Path) -> Result<VerifyFinding, BackupError> {
    let is_there = StateDatabase::is_there(data);
    let problems = if is_there { StateDatabase::find_damage(data)? } else { Vec::new() };
    Ok(VerifyFinding { part: VerifyPart::State, looked_at: u64::from(is_there), problems })
}

/// Every file of every lock, those that were taken off too.
fn verify_locks(catalog: &Catalog, data: &Path) -> Result<VerifyFinding, BackupError> {
    let locks = LockFolder::of_data(data).list_locks()?;
    let looked_at = locks.len() as u64;
    let broken = locks.into_iter().filter_map(|lock| lock.verify().err());
    let problems = broken.map(|error| catalog.phrases.tell_error(&error)).collect();
    Ok(VerifyFinding { part: VerifyPart::Locks, looked_at, problems })
}

fn verify_published(data: &Path) -> VerifyFinding {
    let found = Warehouse::open_published(data).and_then(|published| published.verify());
    let (looked_at, problem) = match found {
        Ok(()) => (1, None),
        Err(WarehouseError::NotBuilt { .. }) => (0, None),
        Err(error) => (1, Some(error.to_string())),
    };
    VerifyFinding {
        part: VerifyPart::Published,
        looked_at,
        problems: problem.into_iter().collect(),
    }
}

fn verify_content(catalog: &Catalog, scratch: &Path) -> VerifyFinding {
    let problem = warehouse::check_content_sql(catalog, scratch).err();
    VerifyFinding {
        part: VerifyPart::Content,
        looked_at: catalog.metrics.len() as u64,
        problems: problem.iter().map(ToString::to_string).collect(),
    }
}

/// What belongs into a data folder; whatever else lies there is named.
const KNOWN: &[&str] = &[
    "archive",
    "build",
    BuildLock::FILES[0],
    BuildLock::FILES[1],
    // What was described on a page.
    OWN_CONTENT,
    // The root of a disk has one.
    OF_THE_DISK,
    // What `motcua demo` draws and invents.
    "charts",
    "samples",
    "xa-2026",
    LAYOUT_FILE,
    Archive::ERASURES_MARK,
    "fetch",
    LOCKS,
    "log",
    // The link to the page that makes the first account.
    "first-run.txt",
    // Where the server of the folder can be reached.
    "serving.lock",
    "serving.txt",
    // What was restored into a folder that was there: its own content and configuration.
    "office",
    // Of versions that were published, and of those that a reading node follows.
    PublishNote::FILE,
    PublishNote::LOCK,
    ArchiveStoreNote::FILE,
    "follow",
    // Of a backup that is being proved.
    "proof",
    PROOF_LOCK,
    StateDatabase::USERS_MARK,
    "state.sqlite",
    "state.sqlite-wal",
    "state.sqlite-shm",
    StateDatabase::PLACE,
    // What was carried into a server.
    StateDatabase::MOVED_FILE,
    office_target::FILE,
];

fn find_leftovers(data: &Path) -> Result<VerifyFinding, BackupError> {
    let mut entries = list_folder(data)?;
    entries.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_none_or(|name| !KNOWN.contains(&&*name) && !is_build_name(&name))
    });
    let archive = list_folder(&data.join("archive"))?;
    for folder in archive.iter().filter(|path| path.is_dir()) {
        entries.extend(list_folder(folder)?.into_iter().filter(|path| is_unfinished(path)));
    }
    let problems: Vec<String> =
        entries.iter().map(|path| format!("`{}`", path.display())).collect();
    Ok(VerifyFinding { part: VerifyPart::Leftovers, looked_at: problems.len() as u64, problems })
}

/// Reads every object that any backup of a folder names.
pub fn verify_backups(folder: &Path) -> Result<VerifyFinding, BackupError> {
    let folder = BackupFolder::at_path(folder);
    let (whole, broken) = folder.list_manifests()?;
    let mut problems: Vec<String> = broken.iter().map(ToString::to_string).collect();
    let mut named: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, manifest) in &whole {
        named.extend(manifest.files.iter().map(|file| (file.sha256.as_str(), file.path.as_str())));
        let left_out = manifest.left_out.iter();
        problems.extend(left_out.map(|file| format!("{}: {}", manifest.id, file.problem)));
    }
    for (digest, path) in &named {
        if let Some(problem) = folder.objects.find_damage(digest)? {
            let object = folder.objects.object_path(digest);
            problems.push(format!("`{}` ({path}) {problem}", object.display()));
        }
    }
    if whole.is_empty() && broken.is_empty() {
        problems.push(folder.find_backup(None).err().map_or_else(String::new, |it| it.to_string()));
    }
    Ok(VerifyFinding { part: VerifyPart::Backups, looked_at: named.len() as u64, problems })
}
