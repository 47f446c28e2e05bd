use std::path::Path;

use clap::Args;

use super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::{say, spoken},
    output::say::{print_error, print_message},
};
use crate::{
    catalog::{Catalog, law::check_citations, settings::ProgramSettings},
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
            let told = spoken().tell_wording(&warning);
            print_message(say("check.warning", &[("told", &told)]));
        }
        let cited = check_citations(catalog)?;
        for problem in &cited.unregistered {
            print_message(say("check.warning", &[("told", &spoken().tell_content(problem))]));
        }
        if !cited.outdated.is_empty() {
            cited.outdated.into_iter().for_each(|problem| print_error(&problem.into()));
            return Ok(CommandOutcome::Failed);
        }
        let scratch = ScratchFolder::make().map_err(|error| CommandError::of_system(&error))?;
        warehouse::check_content_sql(catalog, scratch.path())?;
        let counts = [catalog.metrics.len(), catalog.connectors.len(), catalog.checks.len()];
        let [metrics, connectors, checks] = counts.map(|count| count.to_string());
        let values = [("metrics", &*metrics), ("connectors", &connectors), ("checks", &checks)];
        print_message(say("check.well", &values));
        Ok(CommandOutcome::Done)
    }
}
