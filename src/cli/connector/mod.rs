//! `motcua connector`: describe an export nobody has described yet.

mod attempt;
mod new;

use std::path::Path;

use clap::{Args, Subcommand};

use super::CommandOutcome;
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
