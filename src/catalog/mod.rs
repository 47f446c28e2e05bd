//! Reads and cross-checks the content folders: connectors, queries, dashboards, reports.
//!
//! Invariant: nothing here names a metric, a portal or an agency; every error names a file and, where there is one, a place.

pub mod check;
pub mod connector;
pub mod content;
mod content_catalog;
mod error;
pub mod forecast;
pub mod form;
pub mod law;
pub mod metric;
pub mod page;
pub mod phrases;
pub mod report;
pub mod scorecard;
pub mod settings;
pub mod target;

pub use connector::proposal::ConnectorProposal;
pub use content::catalog_versions::CatalogVersions;
pub use content::own_folders::{OWN_CONTENT, OwnFolders};
pub use content::toml_text::parse_toml;
pub use content_catalog::Catalog;
pub use error::{CatalogError, PlaceMessage};
