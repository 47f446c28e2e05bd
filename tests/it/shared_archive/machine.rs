//! Machines that share a store, with exports of a few bytes that nobody builds of.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::{DateTime, date};
use motcua::{
    archive_store::{
        ArchiveStoreError, ArchiveStoreNote, JoinOrder, SyncOptions, SyncOrder, SyncSummary,
        join_archive_store, sync_archive,
    },
    catalog::phrases::PhraseBook,
    domain::{hex::encode_hex, source::Source},
    ingest::archive::Archive,
};

/// A minute of the morning after the exports.
pub fn at(minute: i8) -> DateTime {
    date(2024, 1, 2).at(8, minute, 0, 0)
}

/// A folder that stores are in, and machines beside it.
pub struct StoreRoom(tempfile::TempDir);

/// A data folder, and the store it shares.
pub struct SharingMachine {
    pub data: PathBuf,
    pub store: PathBuf,
}

impl StoreRoom {
    pub fn new() -> Self {
        let room = tempfile::tempdir().expect("a folder");
        fs::create_dir(room.path().join("store")).expect("made");
        Self(room)
    }

    pub fn store(&self) -> PathBuf {
        self.0.path().join("store")
    }

    /// A machine that joined the store.
    pub fn machine(&self, name: &str) -> SharingMachine {
        let machine = self.alone(name);
        join(&machine.data, &machine.store, false).expect("joined");
        machine
    }

    /// One that did not.
    pub fn alone(&self, name: &str) -> SharingMachine {
        SharingMachine { data: self.0.path().join(name), store: self.store() }
    }

    /// Takes the store away.
    pub fn go_away(&self) {
        fs::rename(self.store(), self.0.path().join("away")).expect("renamed");
    }

    pub fn come_back(&self) {
        fs::rename(self.0.path().join("away"), self.store()).expect("renamed");
    }
}

pub fn join(data: &Path, store: &Path, is_same_office: bool) -> Result<(), ArchiveStoreError> {
    let address = store.to_str().expect("a name");
    join_archive_store(&JoinOrder { data, address, is_same_office })
}

/// Brings archive and store together.
pub fn sync(
    data: &Path,
    now: DateTime,
    options: SyncOptions,
) -> Result<SyncSummary, ArchiveStoreError> {
    let phrases = PhraseBook::built_in();
    sync_archive(&SyncOrder { data, phrases, now, options }).map(|done| done.expect("it joined"))
}

impl SharingMachine {
    pub fn archive(&self) -> Archive {
        Archive::open_in(&self.data).expect("an archive")
    }

    /// Takes an export in, of a few bytes.
    pub fn take_in(&self, export: &str, now: DateTime) -> Source {
        let archive = self.archive();
        let number = archive.list_contents().expect("listed").next_number;
        let source = Source { number, ingested_at: now, ..source_of(export) };
        let prepared = archive.prepare_file(&source.id).expect("a place");
        fs::write(&prepared, format!("rows of {export}")).expect("written");
        archive.commit_file(&prepared, source).expect("archived")
    }

    /// Says of an export that it shows another day.
    pub fn say_anew(&self, export: &str, day: i8) -> Source {
        let archive = self.archive();
        let held = archive.find_note(&source_of(export).id).expect("read").expect("it is there");
        let source =
            Source { snapshot_on: date(2024, 1, day), revision: held.revision + 1, ..held };
        archive.replace_note(&source).expect("replaced");
        source
    }

    pub fn sync(&self, minute: i8) -> SyncSummary {
        self.try_sync(minute).expect("brought together")
    }

    pub fn try_sync(&self, minute: i8) -> Result<SyncSummary, ArchiveStoreError> {
        sync(&self.data, at(minute), SyncOptions::default())
    }

    /// What is archived: every export with the day it shows, in the order they came.
    pub fn held(&self) -> Vec<(String, String)> {
        let archive = self.archive();
        let sources = archive.list_sources().expect("whole");
        for source in &sources {
            archive.verify_parquet(source).expect("as it was archived");
        }
        let named = |it: Source| (it.file_name, it.snapshot_on.to_string());
        sources.into_iter().map(named).collect()
    }

    pub fn note(&self) -> ArchiveStoreNote {
        ArchiveStoreNote::read(&self.data).expect("read").expect("it joined")
    }

    /// The one file of the store that belongs to an export: its rows.
    pub fn object(&self, export: &str) -> PathBuf {
        let held = self.archive().find_note(&source_of(export).id).expect("read");
        self.store.join("archive/objects").join(held.expect("it is there").parquet_sha256)
    }

    /// Its notes.
    pub fn notes(&self, export: &str) -> Vec<PathBuf> {
        let begins = source_of(export).id.replace('/', ".");
        let entries = fs::read_dir(self.store.join("archive/notes")).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| {
                path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(&begins))
            })
            .collect();
        paths.sort();
        paths
    }
}

/// An export of one letter: its digest is the letter's.
fn source_of(export: &str) -> Source {
    let sha256 = encode_hex(export.as_bytes()).repeat(32);
    let note = serde_json::json!({
        "id": Archive::source_id("given", &sha256),
        "connector": "given",
        "file_name": format!("{export}.csv"),
        "sha256": sha256,
        "parquet_sha256": "",
        "snapshot_on": "2024-01-01",
        "snapshot_from": "option",
        "ingested_at": "2024-01-02T08:00:00",
        "number": 0,
        "row_count": 1,
        "columns": ["dossier_code"],
        "ignored_headings": [],
    });
    serde_json::from_value(note).expect("a note")
}
