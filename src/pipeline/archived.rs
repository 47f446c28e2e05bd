//! The archive as a build reads it.

use std::path::{Path, PathBuf};

use super::error::PipelineError;
use crate::{domain::source::Source, ingest::archive::Archive};

/// Lists the archived exports with their Parquet files, in the order they came.
pub(super) fn archived(data: &Path) -> Result<Vec<(Source, PathBuf)>, PipelineError> {
    let archive = Archive::open_in(data)?;
    let sources = archive.list_sources()?;
    Ok(sources
        .into_iter()
        .map(|source| (source.clone(), archive.parquet_path(&source.id)))
        .collect())
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
