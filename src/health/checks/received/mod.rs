//! What came in, and from where.

pub(in crate::health) mod connectors;
pub(in crate::health) mod fetched_lists;
pub(in crate::health) mod last_ingest;
