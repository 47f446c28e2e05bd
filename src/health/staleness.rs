//! Whether what is published is of the content and the exports there are.

use std::path::Path;

use crate::{
    catalog::Catalog, domain::source::Source, ingest::archive::Archive, version_store,
    warehouse::query::Warehouse,
};

/// Whether the published warehouse was built of other content, by another program, or of fewer exports than there are.
pub fn is_stale(catalog: &Catalog, data: &Path) -> miette::Result<bool> {
    let sources = Archive::open_in(data)?.list_sources()?;
    let published = Warehouse::open_published(data).map(|warehouse| warehouse.data_version.clone());
    Ok(!sources.is_empty() && published.ok() != Some(expect_version(catalog, data, sources)?))
}

/// The data version of a build of the content as it is over these exports.
pub(super) fn expect_version(
    catalog: &Catalog,
    data: &Path,
    sources: Vec<Source>,
) -> miette::Result<String> {
    let erasures = Archive::open_in(data)?.read_erasures()?;
    Ok(version_store::expect_version(catalog, data, sources, erasures)?)
}
