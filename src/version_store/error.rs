//! Why a version could not be put into a store or taken from one, and what to do. Nothing a store says itself is repeated: keys may
//! stand in it.

use std::{error::Error, io, path::Path};

use object_store::client::HttpError;

use crate::{
    catalog::{CatalogError, phrases::telling::worded_errors},
    ingest::{FileProblem, IngestError},
    warehouse::WarehouseError,
};

worded_errors! {
    /// Reports why a version was not published, not taken, or not shown.
    #[derive(Debug)]
    pub enum VersionError {
        "version_error.address" => Address { address: String },
        "version_error.secret" => SecretInAddress,
        "version_error.configured" => Configured { address: String },
        "version_error.store" => Store { address: String, problem: StoreProblem },
        "version_error.disk" => Disk { path: String, problem: FileProblem },
        "version_error.note" => Note { path: String },
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
        "version_error.unguarded" => Unguarded { address: String },
        "version_error.moving" => Moving,
        "version_error.taken" => Taken { address: String },
        "version_error.other_office" => OtherOffice { address: String },
        "version_error.other_followed" => OtherFollowed { address: String, followed: String },
        "version_error.own_folder" => OwnFolder { path: String },
        "version_error.nothing" => Nothing { address: String },
        "version_error.older" => Older { number: u64, held: u64 },
        "version_error.replaced" => Replaced { number: u64 },
        "version_error.damaged" => Damaged { name: String, problem: VersionDamage },
        "version_error.other_program" => OtherProgram { number: u64, program: String, own: &'static str },
    }
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

worded_errors! {
    /// Says what a store did not do.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum StoreProblem {
        "store_problem.away" => Away { cause: String },
        "store_problem.denied" => Denied,
        "store_problem.missing" => Missing,
        "store_problem.file" => File { problem: FileProblem },
        "store_problem.refused" => Refused,
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
            Self::Disk { problem, .. } => is_held(problem),
            _ => false,
        }
    }

    /// Makes the conversion of an IO error at a path.
    pub(super) fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source) }
    }
}

impl StoreProblem {
    /// Says what an error of the library means; its own text, and the store's, are left out.
    pub(super) fn of(error: &object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => return Self::Missing,
            object_store::Error::PermissionDenied { .. }
            | object_store::Error::Unauthenticated { .. } => return Self::Denied,
            _ => {}
        }
        let (mut inner, mut is_of_network) = (error.source(), false);
        let mut last = None;
        while let Some(source) = inner {
            is_of_network |= source.is::<HttpError>();
            last = Some(source);
            inner = source.source();
        }
        let system = last.and_then(|last| last.downcast_ref::<io::Error>());
        match (is_of_network, system) {
            (true, system) => {
                let cause = system.map_or_else(|| "HTTP".to_owned(), ToString::to_string);
                Self::Away { cause }
            }
            (false, Some(error)) => Self::File { problem: FileProblem::from(error) },
            (false, None) => Self::Refused,
        }
    }
}
