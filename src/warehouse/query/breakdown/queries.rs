//! The wing of breakdowns: what it reads through.

use std::sync::Arc;

use super::super::{metric::queries::MetricQueries, scope::ScopedReader};

/// Answers what a number in scope is made of.
#[derive(Clone)]
pub struct BreakdownQueries {
    pub(super) reader: Arc<ScopedReader>,
    pub(super) metrics: MetricQueries,
}

impl BreakdownQueries {
    /// Makes the wing over a scoped reader and the wing of metrics.
    pub(in crate::warehouse::query) fn new(
        reader: &Arc<ScopedReader>,
        metrics: &MetricQueries,
    ) -> Self {
        Self { reader: Arc::clone(reader), metrics: metrics.clone() }
    }
}
