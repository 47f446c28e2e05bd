//! The wing of locked periods: it reads and writes files beside the build, which readers of a build never do.

use std::{path::Path, sync::Arc};

use super::super::scope::ScopedReader;

/// Writes the subjects of a period to a file, and compares such a file with the build.
#[derive(Clone)]
pub struct LockQueries {
    pub(super) reader: Arc<ScopedReader>,
    /// The build itself: it is opened anew for each question, with the one file beside it.
    pub(super) build: Arc<Path>,
}

impl LockQueries {
    /// Makes the wing over a scoped reader of the build that lies at a path.
    pub(in crate::warehouse::query) fn new(reader: &Arc<ScopedReader>, build: &Arc<Path>) -> Self {
        Self { reader: Arc::clone(reader), build: Arc::clone(build) }
    }
}
