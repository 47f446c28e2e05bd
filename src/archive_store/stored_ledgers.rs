//! What was erased, on any machine.

use std::{io::Cursor, path::Path};

use super::{error::ArchiveStoreError, note_name::LEDGERS, store_note::ArchiveStoreNote};
use crate::{
    domain::erasure::ErasureLedger,
    ingest::archive::{
        Archive,
        seal::{is_seal_whole, seal_text},
    },
    shared_store::{SharedStore, digest_bytes},
};

/// A ledger is no longer: of a hundred thousand erased dossiers.
const LONGEST: u64 = 64 << 20;

/// Brings the archive's ledger and those of the store together; returns how many dossiers were not known here to be erased. Fails where
/// one of the store is not as it was written and never was part of this one: what it erases nobody here knows.
pub(super) fn settle_ledgers(
    store: &SharedStore,
    archive: &Archive,
    (note, uploads_all): (&mut ArchiveStoreNote, bool),
) -> Result<usize, ArchiveStoreError> {
    let own = archive.read_erasures()?;
    let (mut ledger, mut damaged) = (own.clone(), None);
    let names = store.list(LEDGERS)?;
    let digests: Vec<&str> = names.keys().filter_map(|name| name.strip_suffix(".json")).collect();
    for digest in &digests {
        if note.ledgers.contains(*digest) {
            continue;
        }
        match read_ledger(store, digest)? {
            Some(other) => {
                ledger.merge_ledger(&other);
                note.ledgers.insert((*digest).to_owned());
            }
            None => damaged = Some(format!("{LEDGERS}/{digest}.json")),
        }
    }
    let added = ledger.entries.len() - own.entries.len();
    ledger.settle_order();
    if ledger != own {
        archive.write_erasures(&ledger)?;
    }
    let bytes = seal_text(&ledger).into_bytes();
    let digest = digest_bytes(&bytes);
    let name = format!("{LEDGERS}/{digest}.json");
    if !ledger.is_empty() && (uploads_all || !digests.contains(&&*digest)) {
        // What is put anew is the same to the byte.
        let size = bytes.len() as u64;
        store.upload(&name, size, (Path::new(&name), Cursor::new(bytes)))?;
    }
    note.ledgers.insert(digest);
    match damaged.filter(|damaged| *damaged != name) {
        Some(name) => Err(ArchiveStoreError::Ledger { name }),
        None => Ok(added),
    }
}

/// Reads a ledger of the store; `None` where it is not what its name says.
fn read_ledger(
    store: &SharedStore,
    digest: &str,
) -> Result<Option<ErasureLedger>, ArchiveStoreError> {
    let read = store.read(&format!("{LEDGERS}/{digest}.json"), LONGEST)?;
    let text = read.filter(|bytes| digest_bytes(bytes) == digest).map(String::from_utf8);
    let text = text.and_then(Result::ok).filter(|text| is_seal_whole(text) == Some(true));
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}
