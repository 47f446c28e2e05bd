//! What was known before.

use std::path::Path;

use jiff::civil::Date;

use super::{archiving::archived::verify_archive, error::PipelineError, leftovers::ScratchFolder};
use crate::{
    catalog::{Catalog, target::office_target},
    domain::progress::BuildProgress,
    ingest::archive::Archive,
    warehouse::{self, BuildPlan, WarehouseError, query::Warehouse},
};

/// The warehouse as it would have been on a day: built from the exports known then, and gone with the returned folder.
pub fn as_known_on(
    catalog: &Catalog,
    data: &Path,
    day: Date,
    progress: &mut dyn FnMut(&BuildProgress),
) -> Result<(Warehouse, ScratchFolder), PipelineError> {
    let scratch =
        ScratchFolder::make().map_err(WarehouseError::wrap_io("cannot make a temporary folder"))?;
    let publish_as = scratch.path().join("as-known.duckdb");
    let plan = BuildPlan {
        catalog,
        content: office_target::with_own(&catalog.content, data)?,
        sources: Archive::open_in(data)?.list_with_files()?,
        erasures: Archive::open_in(data)?.read_erasures()?,
        as_known_on: Some(day),
        scratch: scratch.path(),
        publish_as: &publish_as,
        base: None,
    };
    verify_archive(data, &plan.sources)?;
    warehouse::build_warehouse(&plan, progress)?;
    Ok((Warehouse::open_file(&publish_as)?, scratch))
}
