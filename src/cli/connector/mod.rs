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
    /// Makes the folder that a new connector goes to, before the content is read from it: it need not be there yet. Fails where one
    /// beside it is called nearly so: then its name was mistyped.
    pub fn make_folder(&self, content: Option<&Path>) -> miette::Result<()> {
        let ConnectorSubcommand::New(_) = &self.command else { return Ok(()) };
        let Some(folder) = content else { return Ok(()) };
        if let Some(nearest) = find_nearest(folder) {
            let path = folder.display().to_string();
            return Err(CommandError::ContentMistyped { path, nearest }.into());
        }
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

/// So alike are names of which one is taken for the other.
const ALIKE: f64 = 0.8;

/// The folder beside one that is not there that is called most like it, where any is called nearly so.
fn find_nearest(missing: &Path) -> Option<String> {
    if missing.exists() {
        return None;
    }
    let wanted = missing.file_name()?.to_string_lossy().into_owned();
    let parent = missing.parent().filter(|parent| !parent.as_os_str().is_empty());
    let beside = std::fs::read_dir(parent.unwrap_or(Path::new("."))).ok()?;
    let folders = beside.flatten().filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let alike = names.map(|name| (strsim::jaro_winkler(&name, &wanted), name));
    let nearest = alike.filter(|(alike, _)| *alike > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, name)| {
        parent.map_or(name.clone(), |parent| parent.join(&name).display().to_string())
    })
}
