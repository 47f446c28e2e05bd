use std::path::Path;

use clap::Args;
use miette::IntoDiagnostic;

use super::{CommandOutcome, output::say::print_message};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    pipeline::{DueWork, ScratchFolder},
    warehouse,
};

/// Check all content and motcua.toml: files, cross-references, that every SQL can be prepared; needs no data
#[derive(Debug, Args)]
pub struct CheckCommand {}

impl CheckCommand {
    /// Checks the settings and all content and prints how much there is of each. Fails at the first
    /// error found.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        settings.check_content(catalog)?;
        DueWork::check(&settings)?;
        for warning in catalog.warnings()?.into_iter().chain(settings.collect_warnings(catalog)?) {
            print_message(format!("warning: {warning}"));
        }
        let scratch = ScratchFolder::make().into_diagnostic()?;
        warehouse::check_content_sql(catalog, scratch.path())?;
        print_message(format!(
            "{} metrics, {} connectors, {} checks: all is well",
            catalog.metrics.len(),
            catalog.connectors.len(),
            catalog.checks.len()
        ));
        Ok(CommandOutcome::Done)
    }
}
