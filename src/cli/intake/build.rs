use std::{path::PathBuf, thread::sleep, time::Duration};

use clap::Args;

use super::{
    super::{
        CommandOutcome,
        help::spoken::say,
        options::{DataFolder, local_now},
        output::{
            progress::ProgressOutput,
            say::{print_data, print_error, print_message},
        },
    },
    ingest,
    spark_options::{SparkOptions, SparkTask},
};
use crate::{
    catalog::{Catalog, CatalogVersions},
    health,
    pipeline::{PipelineError, PipelineRun},
    warehouse::WarehouseError,
};

/// Build the warehouse anew from the archive, if the content or the program changed since, or the file is damaged
///
/// `ingest` and `serve` do so by themselves.
#[derive(Debug, Args)]
pub struct BuildCommand {
    #[command(flatten)]
    data: DataFolder,

    /// Build even if nothing changed
    #[arg(long, alias = "full")]
    force: bool,

    #[command(flatten)]
    spark: SparkOptions,
}

impl BuildCommand {
    /// Builds the warehouse, unless the published one is of this content, program and archive already.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let task = self.spark.task()?;
        let built = {
            let mut progress = ProgressOutput::new();
            let mut run = PipelineRun {
                catalog,
                data: &self.data.path,
                now: local_now(),
                progress: &mut |step| progress.set_message(&step.to_string()),
            };
            match &task {
                SparkTask::None if self.force => run.build_anew()?,
                SparkTask::None => run.build()?,
                SparkTask::Build(cluster) => run.build_by_spark(cluster, self.force)?,
                SparkTask::Print { shared } => {
                    let script = run.write_spark_script(shared.as_deref())?;
                    drop(progress);
                    print_data(&script);
                    return Ok(CommandOutcome::Done);
                }
            }
        };
        let outcome = ingest::report_build(built.as_ref());
        Ok(outcome.or(ingest::say_without_note(&self.data.path)?))
    }
}

/// Between two tries while another process builds.
const LOCK_PAUSE: Duration = Duration::from_secs(1);

/// Builds anew what is of other content or of another version of the program; the old build is served until then.
pub fn refresh_in_background(catalog: CatalogVersions, data: PathBuf) {
    if !health::is_stale(&catalog, &data).unwrap_or(false) {
        return;
    }
    print_message(say("build.changed", &[]));
    let build = move || {
        PipelineRun { catalog: &catalog, data: &data, now: local_now(), progress: &mut |_| {} }
            .build()
    };
    std::thread::spawn(move || {
        loop {
            match build() {
                Ok(_) => return print_message(say("build.done", &[])),
                // Whoever builds may be of the old program still: after it, it is this one's turn.
                Err(PipelineError::Warehouse(WarehouseError::Locked { .. })) => sleep(LOCK_PAUSE),
                Err(error) => return print_error(&error.into()),
            }
        }
    });
}
