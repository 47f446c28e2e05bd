use std::path::Path;

use clap::Args;
use miette::IntoDiagnostic;

use super::{Outcome, output::say::say};
use crate::{
    catalog::{Catalog, settings::Settings},
    pipeline::Due,
    warehouse,
};

/// Check all content and motcua.toml: files, cross-references, that every SQL can be prepared; needs no data
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<Outcome> {
        let settings = Settings::load(config)?;
        settings.check(catalog)?;
        Due::check(&settings)?;
        for warning in settings.warnings(catalog)? {
            say(format!("warning: {warning}"));
        }
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
