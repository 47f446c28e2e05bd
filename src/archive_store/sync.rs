//! Brings a data folder's archive and its store together: what was erased first, then every export of either.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::DateTime;

use super::{
    error::{ArchiveStoreError, PairDamage},
    note_name::{NoteName, OWNER},
    store_note::{ArchiveStoreNote, DisputedExport, LackingExport, StoreAway},
    stored_ledgers::settle_ledgers,
    stored_pairs::{OwnPair, StoredPairs},
};
use crate::{
    catalog::phrases::PhraseBook,
    domain::source::Source,
    ingest::archive::Archive,
    shared_store::{SharedStore, StoreError, StoreOwner, digest_bytes},
};

/// Says of which data folder, and when. Whoever gives it holds the build lock: nobody else writes to the archive.
#[derive(Clone, Copy)]
pub struct SyncOrder<'a> {
    pub data: &'a Path,
    pub phrases: &'a PhraseBook,
    /// Local civil time.
    pub now: DateTime,
    pub options: SyncOptions,
}

/// Says what is done besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct SyncOptions {
    /// Everything is put there anew: what lies in the store may be damaged.
    pub uploads_all: bool,
    /// Every Parquet file here is held against its digest, and taken from the store where it is another.
    pub verifies_own: bool,
}

/// Says what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncSummary {
    /// Exports that came from the store, new here or noted otherwise.
    pub taken: usize,
    /// Notes that went into it.
    pub put: usize,
    /// Dossiers that another machine erased.
    pub erased: usize,
    pub lacking: Vec<LackingExport>,
    /// Exports of which something else was said here than holds now.
    pub disputed: Vec<DisputedExport>,
}

/// Brings them together, and writes down what came of it; `None` of a folder whose archive lies in no store.
pub fn sync_archive(order: &SyncOrder) -> Result<Option<SyncSummary>, ArchiveStoreError> {
    let Some(mut note) = ArchiveStoreNote::read(order.data)? else { return Ok(None) };
    let done = try_sync(order, &mut note);
    match &done {
        Ok(summary) => {
            (note.asked_at, note.away) = (Some(order.now), None);
            note.lacking.clone_from(&summary.lacking);
        }
        Err(error) => {
            let since = note.away.take().map_or(order.now, |away| away.since.min(order.now));
            note.away = Some(StoreAway { since, told: order.phrases.tell_error(error) });
        }
    }
    let written = note.write(order.data);
    // What failed first is what is told.
    let summary = done?;
    written?;
    Ok(Some(summary))
}

fn try_sync(
    order: &SyncOrder,
    note: &mut ArchiveStoreNote,
) -> Result<SyncSummary, ArchiveStoreError> {
    let store = SharedStore::open(&note.address)?;
    match StoreOwner::read(&store, OWNER)? {
        Some(owner) if owner.office == note.office => {}
        Some(_) => return Err(StoreError::OtherOffice { address: note.address.clone() }.into()),
        None => return Err(ArchiveStoreError::Emptied { address: note.address.clone() }),
    }
    let archive = Archive::open_in(order.data)?;
    let SyncOptions { uploads_all, verifies_own } = order.options;
    let mut summary = SyncSummary {
        erased: settle_ledgers(&store, &archive, (note, uploads_all))?,
        ..SyncSummary::default()
    };
    let mut stored = StoredPairs::list(&store, &archive)?;
    let (own, unnamed) = read_own(&archive, verifies_own)?;
    for id in unnamed {
        let error = ArchiveStoreError::Pair { name: id, problem: PairDamage::Name };
        let told = order.phrases.tell_error(&error);
        summary.lacking.push(LackingExport { told, is_lacked_here: false });
    }
    let mut is_invented = own.values().next().map(|own| own.source.is_invented);
    let ids: BTreeSet<String> = stored.notes.keys().chain(own.keys()).cloned().collect();
    for id in ids {
        let own = own.get(&id);
        let mut names = stored.notes.get(&id).cloned().unwrap_or_default();
        names.extend(own.map(|own| own.name.clone()));
        names.sort_by(NoteName::by_rank);
        for name in names {
            if let Some(own) = own.filter(|own| own.name == name) {
                match stored.put(own, uploads_all) {
                    Ok(is_new) => summary.put += usize::from(is_new),
                    Err(error @ ArchiveStoreError::Pair { .. }) => {
                        let told = order.phrases.tell_error(&error);
                        summary.lacking.push(LackingExport { told, is_lacked_here: false });
                    }
                    Err(error) => return Err(error),
                }
                break;
            }
            match stored.take(&name, (own, is_invented)) {
                Ok(source) => {
                    summary.taken += 1;
                    is_invented = Some(source.is_invented);
                    let is_other = |own: &&OwnPair| says_otherwise(&own.source, &source);
                    if let Some(own) = own.filter(is_other) {
                        summary.disputed.push(DisputedExport {
                            id: id.clone(),
                            file_name: own.source.file_name.clone(),
                            revision: source.revision,
                        });
                    }
                    break;
                }
                // The next one holds, until this one is whole.
                Err(error @ ArchiveStoreError::Pair { .. }) => {
                    let told = order.phrases.tell_error(&error);
                    summary.lacking.push(LackingExport { told, is_lacked_here: true });
                }
                Err(error) => return Err(error),
            }
        }
    }
    note.disputed.retain(|it| {
        let held = archive.find_note(&it.id).ok().flatten();
        held.is_none_or(|held| held.revision <= it.revision)
    });
    note.disputed.extend(summary.disputed.iter().cloned());
    Ok(summary)
}

/// The pairs of this machine's archive by their ids, and the ids by which no store could call one.
type OwnPairs = (BTreeMap<String, OwnPair>, Vec<String>);

/// Reads the pairs of this machine's archive that are whole. Of one that is not, the store's is taken.
fn read_own(archive: &Archive, verifies: bool) -> Result<OwnPairs, ArchiveStoreError> {
    let (mut own, mut unnamed) = (BTreeMap::new(), Vec::new());
    for source in archive.list_contents()?.sources {
        let is_whole = if verifies {
            archive.verify_parquet(&source).is_ok()
        } else {
            archive.parquet_path(&source.id).exists()
        };
        let (source, text) = archive.read_note_text(&source.id)?;
        let name = NoteName::new(&source.id, source.revision, &digest_bytes(text.as_bytes()));
        match name {
            Some(name) if is_whole => {
                own.insert(source.id.clone(), OwnPair { name, source, text });
            }
            Some(_) => {}
            None => unnamed.push(source.id),
        }
    }
    Ok((own, unnamed))
}

/// Whether two notes at a time say different things of what an export shows.
fn says_otherwise(one: &Source, other: &Source) -> bool {
    let said = |it: &Source| {
        let texts = (it.period.clone(), it.scope.clone(), it.title_scope.clone());
        (it.snapshot_on, texts, it.columns.clone(), it.row_count)
    };
    one.revision == other.revision && said(one) != said(other)
}
