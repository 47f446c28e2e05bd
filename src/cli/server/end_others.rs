use clap::Args;

use super::super::{CommandOutcome, command_error::CommandError, output::say::print_data};

/// End whatever else runs of this very program file, for the installer of Windows
#[derive(Debug, Args)]
pub struct EndOthersCommand {}

impl EndOthersCommand {
    /// Ends the other processes of this file and prints how many there were. Fails on every other system.
    pub fn run() -> miette::Result<CommandOutcome> {
        print_data(end_others()?);
        Ok(CommandOutcome::Done)
    }
}

#[cfg(windows)]
fn end_others() -> Result<usize, CommandError> {
    windows_host::end_other_processes().map_err(|error| CommandError::of_system(&error))
}

#[cfg(not(windows))]
fn end_others() -> Result<usize, CommandError> {
    Err(CommandError::NoInstaller)
}
