//! The wing of provenance: what it reads through.

use std::sync::Arc;

use super::super::scope::ScopedReader;

/// Answers where rows in scope came from, and what the checks found in them.
#[derive(Clone)]
pub struct ProvenanceQueries {
    pub(super) reader: Arc<ScopedReader>,
}

impl ProvenanceQueries {
    /// Makes the wing over a scoped reader.
    pub(in crate::warehouse::query) fn new(reader: &Arc<ScopedReader>) -> Self {
        Self { reader: Arc::clone(reader) }
    }
}
