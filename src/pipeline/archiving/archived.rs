//! The archive as a build reads it.

use std::path::{Path, PathBuf};

use super::super::error::PipelineError;
use crate::{domain::source::Source, ingest::archive::Archive};

/// Fails where a file the build is about to read is not the one that was archived; what is published stays.
pub(in crate::pipeline) fn verify_archive(
    data: &Path,
    sources: &[(Source, PathBuf)],
) -> Result<(), PipelineError> {
    let archive = Archive::open_in(data)?;
    for (source, _) in sources {
        archive.verify_parquet(source)?;
    }
    Ok(())
}
