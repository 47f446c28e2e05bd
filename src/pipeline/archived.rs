//! The archive as a build reads it.

use std::path::{Path, PathBuf};

use super::error::PipelineError;
use crate::{
    catalog::{Catalog, target::office_target},
    domain::source::Source,
    ingest::archive::Archive,
    warehouse::{BuildPlan, query::Warehouse},
};

/// Whether the published warehouse was built of other content, by another program, or of fewer exports than there are.
pub fn is_stale(catalog: &Catalog, data: &Path) -> Result<bool, PipelineError> {
    let plan = BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        sources: Archive::open_in(data)?.list_with_files()?,
        erasures: Archive::open_in(data)?.read_erasures()?,
        as_known_on: None,
        scratch: Path::new(""),
        publish_as: Path::new(""),
    };
    let published = Warehouse::open_published(data).map(|warehouse| warehouse.data_version.clone());
    Ok(!plan.sources.is_empty() && published.ok() != Some(plan.data_version()))
}

/// Fails where a file the build is about to read is not the one that was archived; what is published stays.
pub(super) fn verify_archive(
    data: &Path,
    sources: &[(Source, PathBuf)],
) -> Result<(), PipelineError> {
    let archive = Archive::open_in(data)?;
    for (source, _) in sources {
        archive.verify_parquet(source)?;
    }
    Ok(())
}
