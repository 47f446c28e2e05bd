use clap::Args;
use miette::IntoDiagnostic;

use super::{Outcome, report::say};
use crate::{catalog::Catalog, warehouse};

/// Check all content: files, cross-references, that every SQL can be prepared; needs no data
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    pub fn run(self, catalog: &Catalog) -> miette::Result<Outcome> {
        let scratch = tempfile::tempdir().into_diagnostic()?;
        warehouse::prepares(catalog, scratch.path())?;
        say(format!(
            "{} metrics, {} connectors, {} checks: all is well",
            catalog.metrics.len(),
            catalog.connectors.len(),
            catalog.checks.len()
        ));
        Ok(Outcome::Done)
    }
}
