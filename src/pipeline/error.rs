//! What can go wrong between a portal and a published warehouse.

use crate::{
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
    State(#[from] StateError),
}
