//! Why a store could not be used, and what to do. Nothing a store says itself is repeated: keys may stand in it.

use std::{error::Error, io, path::Path};

use object_store::client::HttpError;

use crate::{catalog::phrases::telling::worded_errors, ingest::FileProblem};

worded_errors! {
    /// Reports why a store, or a note of it in the data folder, could not be read or written.
    #[derive(Debug)]
    pub enum StoreError {
        "store_error.address" => Address { address: String },
        "store_error.secret" => SecretInAddress,
        "store_error.configured" => Configured { address: String },
        "store_error.store" => Store { address: String, problem: StoreProblem },
        "store_error.disk" => Disk { path: String, problem: FileProblem },
        "store_error.note" => Note { path: String },
        "store_error.owner" => OwnerUnread { address: String, name: String },
        "store_error.unguarded" => Unguarded { address: String },
        "store_error.other_office" => OtherOffice { address: String },
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

impl StoreError {
    /// Makes the conversion of an IO error at a path.
    pub fn at_path(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Disk { path, problem: FileProblem::from(&source) }
    }
}

impl StoreProblem {
    /// Says what an error of the library means; its own text, and the store's, are left out.
    pub fn of(error: &object_store::Error) -> Self {
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
