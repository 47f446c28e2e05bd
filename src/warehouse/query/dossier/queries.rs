//! The wing of dossiers: what it reads through.

use std::sync::Arc;

use super::super::{breakdown::queries::BreakdownQueries, scope::ScopedReader};

/// Answers questions about the dossiers in scope, and the other subjects behind a number.
#[derive(Clone)]
pub struct DossierQueries {
    pub(in crate::warehouse::query) reader: Arc<ScopedReader>,
    pub(super) breakdowns: BreakdownQueries,
}

impl DossierQueries {
    /// Makes the wing over a scoped reader.
    pub(in crate::warehouse::query) fn new(
        reader: &Arc<ScopedReader>,
        breakdowns: &BreakdownQueries,
    ) -> Self {
        Self { reader: Arc::clone(reader), breakdowns: breakdowns.clone() }
    }
}
