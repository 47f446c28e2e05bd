use clap::Args;

use super::super::{
    CommandOutcome,
    help::spoken::say,
    intake::ingest::report_build,
    options::{DataFolder, local_now},
    output::{progress::ProgressOutput, say::print_message},
};
use crate::{
    catalog::Catalog,
    pipeline::{ErasureOutcome, PipelineRun},
};

/// Erase the rows of one dossier from everything that is counted and shown, for good
///
/// It is written into the archive's ledger, without the code, and stays erased whatever is built, taken in or restored later.
#[derive(Debug, Args)]
pub struct EraseCommand {
    /// The dossier's code
    code: String,

    /// Why, and on whose request; it is kept in the ledger and in the log
    #[arg(long, value_name = "TEXT")]
    reason: String,

    #[command(flatten)]
    data: DataFolder,
}

impl EraseCommand {
    /// Erases a dossier and says how many rows were. Ends as failed where no row is of it.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let erased = {
            let mut progress = ProgressOutput::new();
            let mut run = PipelineRun {
                catalog,
                data: &self.data.path,
                now: local_now(),
                progress: &mut |step| progress.set_message(&step.to_string()),
            };
            run.erase_dossier(&self.code, &self.reason)?
        };
        match erased {
            ErasureOutcome::Unknown => {
                print_message(say("erase.unknown", &[]));
                Ok(CommandOutcome::Failed)
            }
            ErasureOutcome::Known => {
                print_message(say("erase.known", &[]));
                Ok(CommandOutcome::Done)
            }
            ErasureOutcome::Erased { rows, build } => {
                let rows = rows.to_string();
                print_message(say("erase.done", &[("rows", &rows)]));
                Ok(report_build(Some(&build)))
            }
        }
    }
}
