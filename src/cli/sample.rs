use std::path::PathBuf;

use clap::Args;

use super::{
    CommandOutcome,
    help::spoken::say,
    output::{
        progress::ProgressOutput,
        say::{print_data, print_message},
    },
};
use crate::{
    catalog::Catalog,
    sample::{self, SamplePlan},
};

/// The plan that is written unless another one is named: a file in samples/ each.
pub const PLAN: &str = "van_quan_2023";

/// Write invented exports of an office, for trying things out and for benchmarks
#[derive(Debug, Args)]
pub struct SampleCommand {
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// About so many rows of the same shape, in one CSV, instead of the plan's own numbers
    #[arg(long, value_name = "N")]
    rows: Option<u64>,

    /// Which office: a file in samples/
    #[arg(long, value_name = "ID", default_value = PLAN)]
    plan: String,

    /// Another seed gives other days, the same numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

impl SampleCommand {
    /// Writes the sample exports and prints the names of the files.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let plan = SamplePlan::load_plan(&catalog.content, &self.plan)?;
        let mut progress = ProgressOutput::new();
        progress.set_message(&plan.id);
        let written =
            sample::write_exports(&catalog.content, &plan, &self.out, self.rows, self.seed)?;
        drop(progress);
        for path in &written {
            print_data(path.display());
        }
        print_message(say("sample.invented", &[]));
        Ok(CommandOutcome::Done)
    }
}
