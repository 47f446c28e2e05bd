//! Why a version could not be put into a store or taken from one, and what to do.

use std::{io, path::Path};

use crate::{
    catalog::{CatalogError, phrases::telling::worded_errors},
    ingest::{FileProblem, IngestError},
    shared_store::StoreError,
    warehouse::WarehouseError,
};

worded_errors! {
    /// Reports why a version was not published, not taken, or not shown.
    #[derive(Debug)]
    pub enum VersionError {
        "version_error.in_use" => InUse { path: String },
        "version_error.begun" => Begun { number: u64 },
        "version_error.unshown" => Unshown { problem: String },
        "version_error.held_damaged" => HeldDamaged { number: u64, path: String },
        "version_error.full" => Full { needed: String, free: String },
        "version_error.not_built" => NotBuilt { data: String },
        "version_error.name" => Name { path: String },
        "version_error.script" => Script { path: String },
        "version_error.stale" => Stale,
        "version_error.other_content" => OtherContent,
        "version_error.unknown" => Unknown { number: u64 },
        "version_error.fewer_erased" => FewerErased { number: u64 },
        "version_error.unproven" => Unproven { number: u64 },
        "version_error.no_number" => NoNumber { name: String },
        "version_error.busy" => Busy,
        "version_error.moving" => Moving,
        "version_error.taken" => Taken { address: String },
        "version_error.other_followed" => OtherFollowed { address: String, followed: String },
        "version_error.own_folder" => OwnFolder { path: String },
        "version_error.nothing" => Nothing { address: String },
        "version_error.older" => Older { number: u64, held: u64 },
        "version_error.replaced" => Replaced { number: u64 },
        "version_error.damaged" => Damaged { name: String, problem: VersionDamage },
        "version_error.other_program" => OtherProgram { number: u64, program: String, own: &'static str },
    }
    handing on { Store(StoreError) }
    passing on {
        Catalog(CatalogError),
        Ingest(IngestError),
        Warehouse(WarehouseError),
    }
}

worded_errors! {
    /// Says what is wrong with a manifest or an object of a store.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum VersionDamage {
        "version_damage.unread" => Unread,
        "version_damage.format" => Format,
        "version_damage.number" => Number,
        "version_damage.path" => Path,
        "version_damage.files" => Files,
        "version_damage.missing" => Missing,
        "version_damage.size" => Size,
        "version_damage.digest" => Digest,
    }
}

impl VersionError {
    /// Whether nothing is wrong: there is nothing to publish yet, the build is being made, or somebody else publishes.
    pub fn is_of_waiting(&self) -> bool {
        matches!(self, Self::NotBuilt { .. } | Self::Stale | Self::InUse { .. })
    }

    /// Whether it concerns whoever asked alone: the server, which has the office's content, may publish all the same.
    pub(super) fn is_of_asker(&self) -> bool {
        matches!(self, Self::OtherContent)
    }

    /// Whether it is over by itself, or as soon as there is room: what was begun is kept to be ended then.
    pub(super) fn is_of_moment(&self) -> bool {
        let is_held =
            |problem: &FileProblem| matches!(problem, FileProblem::DiskFull | FileProblem::Held);
        match self {
            Self::Busy => true,
            Self::Store(StoreError::Disk { problem, .. }) => is_held(problem),
            _ => false,
        }
    }

    /// Makes the conversion of an IO error at a path.
    pub(super) fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let at_path = StoreError::at_path(path);
        move |source| at_path(source).into()
    }
}
