//! Why a period is not locked, or a lock cannot be read, and what to do.

use std::{io, path::Path};

use crate::{
    catalog::phrases::telling::worded_errors,
    ingest::{FileProblem, IngestError},
    warehouse::WarehouseError,
};

worded_errors! {
    /// Reports why a period was not locked or unlocked, or what of a lock is not as it was locked.
    #[derive(Debug)]
    pub enum LockError {
        "lock_error.disk" => Disk { path: String, problem: FileProblem },
        "lock_error.damaged" => Damaged { path: String, file: String },
        "lock_error.unnamed" => Unnamed { path: String, file: String },
        "lock_error.newer" => Newer { path: String },
        "lock_error.not_over" => NotOver { period: String, end: String },
        "lock_error.not_known" => NotKnown { period: String },
        "lock_error.incomplete" => Incomplete { period: String, end: String, known: String },
        "lock_error.stale" => Stale,
        "lock_error.taken" => Taken { period: String, by: String, at: String },
        "lock_error.none" => NoLock { period: String },
        "lock_error.no_reason" => NoReason,
        "lock_error.paper" => Paper { report: String, told: String },
        "lock_error.no_format" => NoLockedFormat { report: String, format: String, known: String },
    }
    passing on {
        Ingest(IngestError),
        Warehouse(WarehouseError),
    }
}

impl LockError {
    /// Makes the conversion of an IO error at a path.
    pub fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source) }
    }
}
