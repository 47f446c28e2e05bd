//! What can go wrong between a portal and a published warehouse.

use crate::{
    archive_store::ArchiveStoreError,
    catalog::{
        CatalogError,
        phrases::{
            PhraseBook,
            wording::{ErrorWording, WordedError},
        },
    },
    delivery::DeliveryError,
    evidence::EvidenceError,
    ingest::{FileProblem, IngestError, fetch::FetchError},
    period_lock::LockError,
    report::ReportError,
    state::StateError,
    version_store::VersionError,
    warehouse::WarehouseError,
};

use super::erasing::kept_text_error::KeptTextError;

/// Says which step of a run failed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PipelineError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Delivery(#[from] DeliveryError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Lock(Box<LockError>),
    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    KeptText(#[from] KeptTextError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    ArchiveStore(Box<ArchiveStoreError>),
}

/// It holds errors of the archive and of the build in turn: in a box, it makes no result larger.
impl From<LockError> for PipelineError {
    fn from(error: LockError) -> Self {
        Self::Lock(Box::new(error))
    }
}

impl From<ArchiveStoreError> for PipelineError {
    fn from(error: ArchiveStoreError) -> Self {
        Self::ArchiveStore(Box::new(error))
    }
}

impl PipelineError {
    /// Whether an export was not taken in because of the disk of the data folder: nothing is wrong with it, and it may be tried again.
    pub fn is_of_disk(&self) -> bool {
        match self {
            // What an export is decoded to is written too.
            Self::Ingest(error) => matches!(
                error,
                IngestError::Unwritable { .. }
                    | IngestError::Unreadable { problem: FileProblem::DiskFull, .. }
            ),
            Self::Warehouse(error) => error.is_of_disk(),
            _ => false,
        }
    }

    /// Whether an export was not taken in because this program may not read it.
    pub fn is_of_rights(&self) -> bool {
        matches!(
            self,
            Self::Ingest(IngestError::Unreadable { problem: FileProblem::Forbidden, .. })
        )
    }
}

impl WordedError for PipelineError {
    fn wording(&self) -> Option<ErrorWording> {
        match self {
            Self::Ingest(error) => error.wording(),
            Self::Fetch(error) => error.wording(),
            Self::Warehouse(error) => error.wording(),
            Self::Delivery(error) => error.wording(),
            Self::Lock(error) => error.wording(),
            Self::State(error) => error.wording(),
            Self::KeptText(error) => error.wording(),
            Self::ArchiveStore(error) => error.wording(),
            Self::Catalog(_) => None,
        }
    }
}

/// Finds the error whose sentence stands in the content behind whatever a run or a command failed with.
pub fn find_worded(failed: &miette::Report) -> Option<&dyn WordedError> {
    let pipeline = failed.downcast_ref::<PipelineError>().map(|it| it as &dyn WordedError);
    (pipeline.or(failed.downcast_ref::<WarehouseError>().map(|it| it as _)))
        .or(failed.downcast_ref::<IngestError>().map(|it| it as _))
        .or(failed.downcast_ref::<FetchError>().map(|it| it as _))
        .or(failed.downcast_ref::<DeliveryError>().map(|it| it as _))
        .or(failed.downcast_ref::<ReportError>().map(|it| it as _))
        .or(failed.downcast_ref::<LockError>().map(|it| it as _))
        .or(failed.downcast_ref::<EvidenceError>().map(|it| it as _))
        .or(failed.downcast_ref::<StateError>().map(|it| it as _))
        .or(failed.downcast_ref::<VersionError>().map(|it| it as _))
        .or(failed.downcast_ref::<ArchiveStoreError>().map(|it| it as _))
}

/// Tells why something failed, in the words of the content where there are any.
pub fn tell_failure(phrases: &PhraseBook, failed: &miette::Report) -> String {
    if let Some(error) = find_worded(failed).filter(|error| error.wording().is_some()) {
        return phrases.tell_error(error);
    }
    find_content(failed).map_or_else(|| failed.to_string(), |error| phrases.tell_content(error))
}

/// Finds an error of the content or of motcua.toml behind whatever failed.
pub fn find_content(failed: &miette::Report) -> Option<&CatalogError> {
    failed.downcast_ref::<CatalogError>().or_else(|| match failed.downcast_ref()? {
        PipelineError::Catalog(inner) => Some(inner),
        _ => None,
    })
}
