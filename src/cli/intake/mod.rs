//! Commands that take exports in, build, and say what came of their rows.

pub(super) mod build;
pub(super) mod fetch;
pub(super) mod ingest;
pub(super) mod many_exports;
pub(super) mod rejected;
mod rejection;
pub(super) mod sources;
mod spark_options;
