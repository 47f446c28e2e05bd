use std::path::PathBuf;

use clap::Args;
use jiff::civil::DateTime;

use super::super::{
    CommandOutcome,
    help::spoken::spoken,
    intake::ingest::report_build,
    options::{DataFolder, local_now},
    output::{progress::ProgressOutput, say::print_message},
};
use crate::{
    backup::{RestoreOrder, restore_backup},
    catalog::Catalog,
    domain::vietnamese_date::{format_moment, typed_moment},
    pipeline::PipelineRun,
};

/// Restore a backup into an empty data folder, and build the warehouse from it
///
/// The office's own content and configuration go to a folder beside it, called as the data folder with `-office` behind; a folder
/// that is there is filled in place, and they go to `office` below it.
#[derive(Debug, Args)]
pub struct RestoreCommand {
    /// The folder of backups
    #[arg(value_name = "SRC")]
    folder: PathBuf,

    /// The newest backup made by then, in the time of Viet Nam; the newest of all if not given
    #[arg(long, value_name = "TIME", value_parser = typed_moment)]
    at: Option<DateTime>,

    /// The ledger of erased dossiers of the data folder that is given up (its archive/erasures.json): they stay erased
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,

    #[command(flatten)]
    data: DataFolder,
}

impl RestoreCommand {
    /// Restores and builds, and says where everything lies. Ends as failed where the backup lacks a file.
    pub fn run(self) -> miette::Result<CommandOutcome> {
        let data = &self.data.path;
        let erasures = self.erasures.as_deref();
        let order = RestoreOrder { folder: &self.folder, data, by: self.at, erasures };
        let restored = restore_backup(&order)?;
        // Built by the content it was backed up with.
        let catalog = Catalog::load_folders(restored.own_folders(data))?;
        let (phrases, manifest) = (spoken(), &restored.manifest);
        let (shown, made) = (data.display().to_string(), format_moment(manifest.made_at));
        let files = manifest.files.len().to_string();
        let values = [("data", &*shown), ("id", &manifest.id), ("made", &made), ("files", &files)];
        print_message(phrases.format_phrase("restore.done", &values));
        for (phrase, path) in
            [("restore.content", &restored.content), ("restore.config", &restored.config)]
        {
            if let Some(path) = path {
                let path = path.display().to_string();
                print_message(phrases.format_phrase(phrase, &[("path", &path)]));
            }
        }
        if restored.erased_since > 0 {
            let count = restored.erased_since.to_string();
            print_message(phrases.format_phrase("restore.erased", &[("count", &count)]));
        }
        for file in &manifest.left_out {
            let values = [("path", &*file.path), ("problem", &file.problem)];
            print_message(phrases.format_phrase("backup.left_out", &values));
        }
        let built = {
            let mut progress = ProgressOutput::new();
            let mut run = PipelineRun {
                catalog: &catalog,
                data,
                now: local_now(),
                progress: &mut |step| progress.set_message(&step.to_string()),
            };
            run.build()?
        };
        let outcome = report_build(built.as_ref());
        Ok(if manifest.left_out.is_empty() { outcome } else { CommandOutcome::Failed })
    }
}
