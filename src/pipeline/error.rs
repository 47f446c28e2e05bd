//! What can go wrong between a portal and a published warehouse.

use crate::{
    backup::BackupError,
    catalog::phrases::wording::{ErrorWording, WordedError},
    delivery::DeliveryError,
    ingest::{IngestError, fetch::FetchError},
    state::StateError,
    warehouse::WarehouseError,
};

/// Says which step of a run failed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PipelineError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] crate::catalog::CatalogError),
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
    Backup(#[from] BackupError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),
}

impl WordedError for PipelineError {
    fn wording(&self) -> Option<ErrorWording> {
        match self {
            Self::Ingest(error) => error.wording(),
            Self::Fetch(error) => error.wording(),
            Self::Warehouse(error) => error.wording(),
            Self::Delivery(error) => error.wording(),
            Self::State(error) => error.wording(),
            Self::Catalog(_) | Self::Backup(_) => None,
        }
    }
}
