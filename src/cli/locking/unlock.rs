use clap::Args;

use super::{
    super::{
        CommandOutcome,
        help::spoken::say,
        options::{DataFolder, local_now},
        output::say::print_message,
    },
    account_name, console_actor,
};
use crate::{catalog::Catalog, domain::period::Period, pipeline::PipelineRun};

/// Take the lock of a period off, with a reason; what was locked is kept
#[derive(Debug, Args)]
pub struct UnlockCommand {
    /// The period whose lock is taken off
    #[arg(long)]
    period: Period,

    /// Why; it is kept in the lock and in the log
    #[arg(long, value_name = "TEXT")]
    reason: String,

    #[command(flatten)]
    data: DataFolder,
}

impl UnlockCommand {
    /// Takes the lock off. Fails where the period is not locked, or no reason is given.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let name = account_name(catalog);
        let mut run =
            PipelineRun { catalog, data: &self.data.path, now: local_now(), progress: &mut |_| {} };
        let released = run.release_period((self.period, &self.reason), console_actor(&name))?;
        print_message(say("lock.released", &[("period", &released.period)]));
        Ok(CommandOutcome::Done)
    }
}
