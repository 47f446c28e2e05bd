//! Why a backup could not be made, read or restored, and what to do.

use std::{io, path::Path};

use crate::{
    catalog::{CatalogError, phrases::telling::worded_errors},
    ingest::{FileProblem, IngestError},
    period_lock::LockError,
    state::StateError,
    warehouse::WarehouseError,
};

worded_errors! {
    /// Reports why a backup was not made, not restored or cannot be trusted.
    #[derive(Debug)]
    pub enum BackupError {
        "backup_error.disk" => Disk { path: String, problem: FileProblem },
        "backup_error.inside" => Inside { path: String },
        "backup_error.no_folder" => NoFolder { path: String },
        "backup_error.locked" => Locked { path: String },
        "backup_error.proof_goes_on" => ProofGoesOn { path: String },
        "backup_error.no_backup" => NoBackup { path: String },
        "backup_error.no_backup_by" => NoBackupBy { path: String, by: String },
        "backup_error.damaged" => Damaged { path: String, problem: BackupDamage },
        "backup_error.newer" => Newer { path: String, found: u32, known: u32 },
        "backup_error.not_upgraded" => NotUpgraded { told: String },
        "backup_error.not_marked" => NotMarked { path: String },
        "backup_error.half_restored" => HalfRestored { path: String },
        "backup_error.not_empty" => NotEmpty { path: String },
    }
    passing on {
        Catalog(CatalogError),
        Ingest(IngestError),
        Lock(LockError),
        State(StateError),
        Warehouse(WarehouseError),
    }
}

worded_errors! {
    /// Says what is wrong with a file of a backup.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum BackupDamage {
        "backup_damage.manifest_changed" => ManifestChanged,
        "backup_damage.manifest_unread" => ManifestUnread,
        "backup_damage.path_denied" => PathDenied,
        "backup_damage.object_missing" => ObjectMissing,
        "backup_damage.object_changed" => ObjectChanged,
    }
}

impl BackupError {
    /// Makes the conversion of an IO error at a path.
    pub fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source) }
    }
}
