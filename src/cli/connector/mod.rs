//! `motcua connector`: describe an export nobody has described yet.

mod attempt;
mod new;

use std::path::Path;

use clap::{Args, Subcommand};

use super::Outcome;
use crate::catalog::Catalog;

/// Write a connector for an export nobody has described yet, and try it
#[derive(Debug, Args)]
pub struct Connector {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Try(attempt::Try),
}

impl Connector {
    pub fn run(
        self,
        catalog: &Catalog,
        content: Option<&Path>,
        config: Option<&Path>,
    ) -> miette::Result<Outcome> {
        match self.command {
            Command::New(command) => command.run(catalog, content),
            Command::Try(command) => command.run(catalog, config),
        }
    }
}
