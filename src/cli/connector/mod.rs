//! `motcua connector`: describe an export nobody has described yet.

mod attempt;
mod new;

use std::path::Path;

use clap::{Args, Subcommand};

use super::{CommandOutcome, command_error::CommandError};
use crate::catalog::Catalog;

/// Write a connector for an export nobody has described yet, and try it
#[derive(Debug, Args)]
pub struct ConnectorCommand {
    #[command(subcommand)]
    command: ConnectorSubcommand,
}

#[derive(Debug, Subcommand)]
enum ConnectorSubcommand {
    New(new::NewConnectorCommand),
    Try(attempt::TryConnectorCommand),
}

impl ConnectorCommand {
    /// Makes the folder that a new connector goes to, before the content is read from it: it need not be there yet.
    pub fn make_folder(&self, content: Option<&Path>) -> miette::Result<()> {
        let ConnectorSubcommand::New(_) = &self.command else { return Ok(()) };
        let Some(folder) = content else { return Ok(()) };
        let made = std::fs::create_dir_all(folder);
        Ok(made.map_err(|error| CommandError::of_file(folder, &error))?)
    }

    /// Runs the subcommand that was given.
    pub fn run(
        self,
        catalog: &Catalog,
        content: Option<&Path>,
        config: Option<&Path>,
    ) -> miette::Result<CommandOutcome> {
        match self.command {
            ConnectorSubcommand::New(command) => command.run(catalog, content),
            ConnectorSubcommand::Try(command) => command.run(catalog, config),
        }
    }
}
