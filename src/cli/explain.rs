use clap::Args;

use super::{CommandOutcome, help::spoken::in_spoken_words, output::say::print_data};
use crate::{catalog::Catalog, view::sheet};

/// Say what a metric counts: definition, rule, source, targets, a worked example
#[derive(Debug, Args)]
pub struct ExplainCommand {
    /// The metric's id; all of them without it
    metric: Option<String>,
}

impl ExplainCommand {
    /// Prints the definition of one metric, or of all.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let told = &*in_spoken_words(catalog);
        match self.metric {
            Some(id) => {
                print_data(sheet::document_metric(told, told.find_metric(&id)?)?.trim_end());
            }
            None => print_data(sheet::document_all(told)?.trim_end()),
        }
        Ok(CommandOutcome::Done)
    }
}
