use crate::{
    catalog::phrases::wording::{ErrorWording, WordedError},
    ingest::fetch::FetchError,
    state::StateError,
    warehouse::WarehouseError,
};

/// Lists what can go wrong while reports and alerts are made or sent.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum DeliveryError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Warehouse(#[from] WarehouseError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalog(#[from] crate::catalog::CatalogError),
    #[error("`{way}` cannot be used: {problem}")]
    #[diagnostic(help("{hint}"))]
    Way { way: String, problem: String, hint: String },
    #[error("the digest cannot be written: {0}")]
    Digest(#[source] askama::Error),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Http(#[from] FetchError),
}

impl WordedError for DeliveryError {
    fn wording(&self) -> Option<ErrorWording> {
        match self {
            Self::Warehouse(error) => error.wording(),
            Self::Http(error) => error.wording(),
            Self::State(_) | Self::Catalog(_) | Self::Way { .. } | Self::Digest(_) => None,
        }
    }
}
