//! The manual pages and completions of the commands, for packages.

use std::{fs, path::PathBuf};

use clap::{Args, Command};
use clap_complete::{Shell, generate_to};
use miette::IntoDiagnostic;

use super::super::CommandOutcome;

/// Write the manual pages and the shells' completions into a folder; packages are made with it
#[derive(Debug, Args)]
pub struct ManualCommand {
    /// Where to write them: man1/, completions/
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl ManualCommand {
    /// Writes a page a command, and the completions of three shells. Fails where the folder cannot be written to.
    pub fn run(self, mut command: Command) -> miette::Result<CommandOutcome> {
        let (pages, completions) = (self.out.join("man1"), self.out.join("completions"));
        for folder in [&pages, &completions] {
            fs::create_dir_all(folder).into_diagnostic()?;
        }
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            generate_to(shell, &mut command, "motcua", &completions).into_diagnostic()?;
        }
        clap_mangen::generate_to(command, &pages).into_diagnostic()?;
        Ok(CommandOutcome::Done)
    }
}
