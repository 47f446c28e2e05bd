//! The only home of `DuckDB`: writes the archive's files, builds and publishes the warehouse, reads it.
//!
//! Invariant: a warehouse is built aside, audited, then renamed into place; readers see one whole build or another.

#![expect(clippy::disallowed_types, reason = "this is the home of DuckDB")]

mod agencies;
mod agency_hint;
mod agency_match;
mod agency_text;
mod agency_times;
#[cfg(test)]
mod agency_writings;
mod audit;
mod base;
mod build;
mod cost;
mod cube;
mod dress;
mod ended_agency;
mod engine;
mod error;
mod judge;
mod lock;
mod lost_zero;
mod metrics;
mod misplaced;
mod own_day;
mod parquet;
mod parsed;
mod problems;
mod raw;
pub mod read;
mod reference;
mod stage;
mod survey;
mod targets;
mod text_match;
mod told_again;
mod typed_column;
mod typed_rows;
mod used_columns;
mod witness;
mod writing;
mod writings;

pub use base::check_scope;
pub use build::{Build, BuildPlan, SourceSummary, build, prepares};
pub use cost::{MetricCost, metric_costs};
pub use error::WarehouseError;
pub use lock::BuildLock;
pub use parquet::{Written, write as write_parquet};
pub use problems::COLUMNS_APART;
pub use stage::Staged;
pub use told_again::{Difference, Place, ToldAgain};
