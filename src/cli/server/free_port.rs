use std::net::SocketAddr;

use clap::Args;

use super::{
    super::{CommandOutcome, output::say::print_data},
    running_server::find_free_address,
    serve::USUAL_ADDRESS,
};

/// Print the first port nobody has, for the installer
#[derive(Debug, Args)]
pub struct FreePortCommand {
    /// Where to begin
    #[arg(long, value_name = "ADDRESS", default_value = USUAL_ADDRESS)]
    from: SocketAddr,
}

impl FreePortCommand {
    /// Prints a port of this machine that can be listened to.
    pub fn run(&self) -> miette::Result<CommandOutcome> {
        print_data(find_free_address(self.from).port());
        Ok(CommandOutcome::Done)
    }
}
