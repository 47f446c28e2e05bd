//! The archive in a store that several machines of an office share (ADR 51): every Parquet file and every note under its digest, and what
//! was erased.
//!
//! Invariant: nothing in the store is ever written over or removed, and a note is there only after its Parquet file. Of the notes of one
//! export the same one holds on every machine, and an erasure that any machine knows holds on all that asked since.

mod error;
mod join;
mod note_name;
mod store_note;
mod stored_ledgers;
mod stored_pairs;
mod sync;

pub use error::{ArchiveStoreError, PairDamage};
pub use join::{JoinOrder, join_archive_store};
pub use store_note::{ArchiveStoreNote, DisputedExport, LackingExport, StoreAway};
pub use sync::{SyncOptions, SyncOrder, SyncSummary, sync_archive};
