use std::path::Path;

use clap::{Args, Subcommand};

use super::super::{
    CommandOutcome,
    help::spoken::say,
    intake::ingest::report_build,
    options::{DataFolder, local_now},
    output::{progress::ProgressOutput, say::print_message},
};
use crate::{
    archive_store::{
        ArchiveStoreError, ArchiveStoreNote, JoinOrder, SyncOptions, SyncSummary,
        join_archive_store,
    },
    catalog::Catalog,
    pipeline::PipelineRun,
};

/// Keep the archive in a store too, which several machines of the office share
///
/// Every command on the data folder and `serve` then bring both together before they build.
#[derive(Debug, Args)]
pub struct ArchiveCommand {
    #[command(subcommand)]
    command: ArchiveSubcommand,

    #[command(flatten)]
    pub data: DataFolder,
}

#[derive(Debug, Subcommand)]
enum ArchiveSubcommand {
    /// Begin to keep it in a store, a folder or a bucket: what lies there comes here, what lies here goes there
    Join(JoinStoreArguments),
    /// Bring both together now, and build what came of it
    Sync(SyncArguments),
    /// Ask the store no more; what lies in it stays
    Leave,
}

#[derive(Debug, Args)]
struct JoinStoreArguments {
    /// The store
    store: String,

    /// The exports here and those in the store are of one office, though this data folder does not know the store
    #[arg(long)]
    same_office: bool,
}

#[derive(Debug, Args)]
struct SyncArguments {
    /// Put everything there anew, for what lies in the store may be damaged
    #[arg(long)]
    again: bool,
}

impl ArchiveCommand {
    /// Whether it may make the data folder: a new machine gets everything from the store.
    pub fn makes_folder(&self) -> bool {
        matches!(self.command, ArchiveSubcommand::Join(_))
    }

    /// Joins, asks or leaves the store, and says what came of it. Ends as failed where one of the two lacks something still.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let data = &self.data.path;
        let options = match self.command {
            ArchiveSubcommand::Leave => {
                ArchiveStoreNote::leave(data)?;
                print_message(say("archive.left", &[]));
                return Ok(CommandOutcome::Done);
            }
            ArchiveSubcommand::Sync(it) => {
                SyncOptions { uploads_all: it.again, verifies_own: true }
            }
            ArchiveSubcommand::Join(it) => {
                let (address, is_same_office) = (&*it.store, it.same_office);
                join_archive_store(&JoinOrder { data, address, is_same_office })?;
                SyncOptions::default()
            }
        };
        share(catalog, data, options)
    }
}

fn share(catalog: &Catalog, data: &Path, options: SyncOptions) -> miette::Result<CommandOutcome> {
    let shared = {
        let mut progress = ProgressOutput::new();
        let mut run = PipelineRun {
            catalog,
            data,
            now: local_now(),
            progress: &mut |step| progress.set_message(&step.to_string()),
        };
        run.share_archive(options)?
    };
    let not_joined = || ArchiveStoreError::NotJoined { data: data.display().to_string() };
    let (summary, build) = shared.ok_or_else(not_joined)?;
    let outcome = say_shared(&summary);
    Ok(report_build(build.as_ref()).or(outcome))
}

fn say_shared(summary: &SyncSummary) -> CommandOutcome {
    let (taken, put) = (summary.taken.to_string(), summary.put.to_string());
    print_message(say("archive.shared", &[("taken", &taken), ("put", &put)]));
    if summary.erased > 0 {
        print_message(say("archive.erased", &[("count", &summary.erased.to_string())]));
    }
    for disputed in &summary.disputed {
        print_message(say("archive.disputed", &[("file", &disputed.file_name)]));
    }
    for lacking in &summary.lacking {
        print_message(say("archive.lacking", &[("problem", &lacking.told)]));
    }
    if summary.lacking.is_empty() { CommandOutcome::Done } else { CommandOutcome::Failed }
}
