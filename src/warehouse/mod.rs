//! The only home of `DuckDB`: writes the archive's files, builds and publishes the warehouse, reads it.
//!
//! Invariant: a warehouse is built aside, audited, then renamed into place; readers see one whole build or another.

#![expect(clippy::disallowed_types, reason = "this is the home of DuckDB")]

mod agency;
mod audit;
mod base;
mod build;
mod cost;
mod cube;
mod dates;
mod engine;
mod error;
mod judge;
mod lock;
mod metrics;
mod misplaced;
mod parquet;
pub mod query;
mod reference;
mod source_list;
mod staging;
mod told_again;
mod used_columns;
mod witness;
mod writing;

pub use base::check_scope;
pub use build::{BuildPlan, SourceSummary, WarehouseBuild, build, prepares};
pub use cost::{MetricCost, metric_costs};
pub use error::WarehouseError;
pub use lock::BuildLock;
pub use parquet::{WriteOutcome, write as write_parquet};
pub use staging::problems::COLUMNS_APART;
pub use staging::stage::StagingOutcome;
pub use told_again::{RowDifference, RowPlace, ToldAgain};
