//! Why archive and store could not be brought together, and what to do.

use crate::{
    catalog::phrases::telling::worded_errors, ingest::IngestError, shared_store::StoreError,
};

worded_errors! {
    /// Reports why an archive and its store are apart.
    #[derive(Debug)]
    pub enum ArchiveStoreError {
        "archive_store.note" => Note { path: String },
        "archive_store.joined" => Joined { address: String },
        "archive_store.not_joined" => NotJoined { data: String },
        "archive_store.not_empty" => NotEmpty { address: String },
        "archive_store.emptied" => Emptied { address: String },
        "archive_store.ledger" => Ledger { name: String },
        "archive_store.invented" => Invented { file: String },
        "archive_store.may_lack" => MayLack { told: String },
        "archive_store.pair" => Pair { name: String, problem: PairDamage },
    }
    handing on { Store(StoreError) }
    passing on { Ingest(IngestError) }
}

worded_errors! {
    /// Says what is wrong with a note of the store, or with its Parquet file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum PairDamage {
        "pair_damage.note" => Note,
        "pair_damage.missing" => Missing,
        "pair_damage.digest" => Digest,
        "pair_damage.own" => Own,
        "pair_damage.name" => Name,
    }
}

impl ArchiveStoreError {
    /// Whether nothing may be built: what was erased on another machine is not known here.
    pub fn is_of_erasures(&self) -> bool {
        matches!(self, Self::Ledger { .. })
    }
}
