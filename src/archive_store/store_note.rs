//! What a data folder remembers of the store its archive lies in too. It is in no backup: what is restored elsewhere, to be looked at, asks
//! no store.

use std::{collections::BTreeSet, fs, path::Path};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{error::ArchiveStoreError, note_name::OWNER};
use crate::{
    catalog::phrases::PhraseBook,
    domain::vietnamese_date::format_moment,
    shared_store::{SharedStore, StoreError, StoreOwner, read_note, remove_file, write_note},
};

/// Remembers which store it is, whose, and what came of asking it last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveStoreNote {
    pub address: String,
    /// Names the office in it: drawn once.
    pub office: String,
    /// Whether it was seen to refuse to write over what is there.
    #[serde(default)]
    pub(super) is_guarded: bool,
    /// When archive and store were last brought together; local civil time.
    #[serde(default)]
    pub asked_at: Option<DateTime>,
    /// What keeps them apart since.
    #[serde(default)]
    pub away: Option<StoreAway>,
    /// Exports of which one of the two has nothing whole.
    #[serde(default)]
    pub lacking: Vec<LackingExport>,
    /// Exports of which two machines said different things at a time.
    #[serde(default)]
    pub disputed: Vec<DisputedExport>,
    /// The digests of the ledgers that are part of this one.
    #[serde(default)]
    pub(super) ledgers: BTreeSet<String>,
}

/// Why the store could not be asked, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreAway {
    pub since: DateTime,
    pub told: String,
}

/// Names an export that is whole in one place alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingExport {
    /// What of it, and what is wrong.
    pub told: String,
    /// Whether it is this machine that lacks it: what is built here is without it.
    pub is_lacked_here: bool,
}

/// Names an export of which another machine's word holds, and not this one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputedExport {
    pub id: String,
    pub file_name: String,
    /// As long as nothing is said anew.
    pub(super) revision: u64,
}

impl ArchiveStoreNote {
    /// Names the note in a data folder.
    pub const FILE: &str = "archive-store.json";

    /// Reads the note; `None` of a folder whose archive lies in no store. Fails where it cannot be read.
    pub fn read(data: &Path) -> Result<Option<Self>, ArchiveStoreError> {
        read_note(&data.join(Self::FILE)).map_err(|error| match error {
            StoreError::Note { path } => ArchiveStoreError::Note { path },
            other => other.into(),
        })
    }

    /// Whether what is built here is known to lack exports that other machines took in, or not known not to: the store could not be asked, or not all
    /// of it was got.
    pub fn may_lack(&self) -> bool {
        self.away.is_some() || self.lacked_here().next().is_some() || self.asked_at.is_none()
    }

    /// Exports that lie in the store and are not whole here.
    pub fn lacked_here(&self) -> impl Iterator<Item = &LackingExport> {
        self.lacking.iter().filter(|lacking| lacking.is_lacked_here)
    }

    /// Says that what is built here may lack exports of other machines, and since when. As long as a shared store is on trial (ADR 51) that is said
    /// however whole the last answer of the store was.
    pub fn describe(&self, phrases: &PhraseBook) -> String {
        if !self.may_lack() {
            return phrases.format_phrase("notice.archive.trial", &[]);
        }
        if let Some(StoreAway { since, told }) = &self.away {
            let since = format_moment(*since);
            let values = [("since", &*since), ("problem", told)];
            return phrases.format_phrase("notice.archive.away", &values);
        }
        let mut lacked = self.lacked_here();
        if let Some(first) = lacked.next() {
            let count = (1 + lacked.count()).to_string();
            let values = [("count", &*count), ("problem", &first.told)];
            return phrases.format_phrase("notice.archive.lacking", &values);
        }
        phrases.format_phrase("notice.archive.begun", &[])
    }

    /// Says the same of a data folder, or that what is known of its store cannot be read.
    pub fn describe_folder(data: &Path, phrases: &PhraseBook) -> Option<String> {
        match Self::read(data) {
            Ok(note) => Some(note?.describe(phrases)),
            Err(error) => Some(phrases.tell_error(&error)),
        }
    }

    /// Fails where the archive lies in a store: what is built here may lack exports of other machines.
    pub fn ensure_not_shared(data: &Path, phrases: &PhraseBook) -> Result<(), ArchiveStoreError> {
        match Self::read(data)? {
            Some(note) => Err(ArchiveStoreError::MayLack { told: note.describe(phrases) }),
            None => Ok(()),
        }
    }

    /// Whether the store answers; nothing is changed.
    pub fn is_reachable(&self) -> bool {
        let read = SharedStore::open(&self.address).and_then(|it| StoreOwner::read(&it, OWNER));
        read.is_ok()
    }

    /// Whether this folder's archive lies in a store too.
    pub fn is_there(data: &Path) -> bool {
        fs::exists(data.join(Self::FILE)).unwrap_or(true)
    }

    /// Leaves the store: what lies in it stays, and nothing is asked of it any more. Fails where the folder has none.
    pub fn leave(data: &Path) -> Result<(), ArchiveStoreError> {
        if !Self::is_there(data) {
            return Err(ArchiveStoreError::NotJoined { data: data.display().to_string() });
        }
        Ok(remove_file(&data.join(Self::FILE))?)
    }

    /// Writes it.
    pub(super) fn write(&self, data: &Path) -> Result<(), ArchiveStoreError> {
        Ok(write_note(&data.join(Self::FILE), self)?)
    }
}
