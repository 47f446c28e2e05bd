//! The only home of `DuckDB`: writes the archive's files, builds and publishes the warehouse, reads it.
//!
//! Invariant: a warehouse is built aside, audited, then given a name of its own by a rename; readers see one whole build or another.

#![expect(clippy::disallowed_types, reason = "this is the home of DuckDB")]

mod agency;
mod audit;
mod build;
mod build_plan;
mod build_summary;
mod cost;
mod dates;
mod empty_warehouse;
mod engine;
mod error;
mod event_kinds;
mod increment;
mod judge;
mod layout;
mod lock;
mod metrics;
mod parquet;
mod publishing;
pub mod query;
mod reference;
mod rollup;
mod spark;
mod staging;
mod told_again;
mod used_columns;
mod writing;

pub use build::{
    by_duckdb::{build_warehouse, check_content_sql},
    by_spark::{build_by_spark, write_spark_script},
};
pub use build_plan::BuildPlan;
pub use build_summary::{SourceSummary, WarehouseBuild};
pub use cost::{MetricCost, metric_costs};
pub use empty_warehouse::{OfficeName, check_scope, list_offices};
pub use engine::engine_version;
pub use error::{DeniedThing, FileDamage, WarehouseError};
pub use layout::LAYOUT;
pub use lock::{BuildLock, FileLock, LockHolder};
pub use parquet::{ParquetWriter, WriteOutcome, list_shared_texts};
pub use publishing::{
    find_published, is_build_name, next_build, remove_other_builds, remove_superseded,
};
pub use spark::cluster::SparkCluster;
pub use staging::erased_rows::normalize_codes;
pub use staging::problems::COLUMNS_APART;
pub use staging::staging_run::StagingOutcome;
pub use staging::unsaid_no::BlankColumn;
pub use told_again::{RowDifference, RowPlace, ToldAgain};
