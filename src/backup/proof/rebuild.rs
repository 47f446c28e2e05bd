//! What is published, held against a warehouse that is built anew aside.

use std::path::Path;

use super::{super::error::BackupError, compare::AnswerComparison};
use crate::{
    catalog::{Catalog, target::office_target},
    domain::progress::BuildProgress,
    ingest::archive::Archive,
    warehouse::{self, BuildPlan, query::Warehouse},
};

/// Builds a warehouse from the archive of a data folder in a scratch folder, and compares all it answers with a published one.
pub fn compare_with_rebuild(
    catalog: &Catalog,
    (data, published): (&Path, &Warehouse),
    scratch: &Path,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<AnswerComparison, BackupError> {
    let archive = Archive::open_in(data)?;
    let publish_as = scratch.join("rebuilt.duckdb");
    let plan = BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        sources: archive.list_with_files()?,
        erasures: archive.read_erasures()?,
        as_known_on: None,
        scratch,
        publish_as: &publish_as,
        base: None,
    };
    for (source, _) in &plan.sources {
        archive.verify_parquet(source)?;
    }
    warehouse::build_warehouse(&plan, progress)?;
    Ok(AnswerComparison::of_builds(catalog, published, &Warehouse::open_file(&publish_as)?)?)
}
