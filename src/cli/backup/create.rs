use std::path::{Path, PathBuf};

use clap::Args;

use super::super::{
    CommandOutcome,
    help::spoken::spoken,
    options::{DataFolder, local_now},
    output::{progress::ProgressOutput, say::print_message},
};
use crate::{
    backup::{BackupOptions, BackupOrder, BackupRun, BackupSummary, run_backup},
    catalog::{Catalog, phrases::PhraseBook, settings::ProgramSettings},
    domain::decimal::format_unsigned,
};

/// Back up the archive, the state, the office's own content and its configuration into a folder
///
/// May run while the server does. What the folder already holds is not copied again.
#[derive(Debug, Args)]
pub struct BackupCommand {
    /// The folder of backups, best on another disk or another machine
    #[arg(value_name = "DEST")]
    pub folder: PathBuf,

    /// Keep the newest N backups of the folder, and remove what only older ones need
    #[arg(long, value_name = "N")]
    keep: Option<usize>,

    /// Restore the backup aside, build from it and compare every answer with what is published: only then it counts
    #[arg(long)]
    prove: bool,

    #[command(flatten)]
    data: DataFolder,
}

impl BackupCommand {
    /// Makes a backup and says what it holds. Ends as failed where a file of the office is damaged.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let settings = ProgramSettings::load_file(config)?;
        let order = BackupOrder {
            catalog,
            settings: &settings,
            data: &self.data.path,
            folder: &self.folder,
            now: local_now(),
        };
        let options =
            BackupOptions { is_proved: self.prove, keep: self.keep, is_unattended: false };
        let run = {
            let mut progress = ProgressOutput::new();
            run_backup(&order, options, &mut |step| progress.set_message(step))?
        };
        print_message(spoken().format_phrase("backup.not_held", &[]));
        run_lines(spoken(), &self.folder, &run).into_iter().for_each(print_message);
        if self.prove {
            self.data.print_invented(catalog);
        }
        Ok(if run.is_sound() { CommandOutcome::Done } else { CommandOutcome::Failed })
    }
}

/// What came of a backup, its proof and those before it, a line each.
pub fn run_lines(phrases: &PhraseBook, folder: &Path, run: &BackupRun) -> Vec<String> {
    let mut lines = backup_lines(phrases, folder, &run.made);
    if let Some(proof) = &run.proof {
        let (answers, problem) = (proof.answers.to_string(), proof.describe_problem(phrases));
        let values = [("id", &*run.made.manifest.id), ("answers", &answers), ("problem", &problem)];
        let phrase = match proof {
            proof if proof.is_proved() => "backup.proof_done",
            proof if proof.is_incomparable => "backup.proof_left",
            _ => "backup.proof_failed",
        };
        lines.push(phrases.format_phrase(phrase, &values));
    }
    if run.forgotten > 0 {
        let values = [("count", &*run.forgotten.to_string())];
        lines.push(phrases.format_phrase("backup.forgotten", &values));
    }
    lines
}

/// What a backup holds, and what it lacks.
fn backup_lines(phrases: &PhraseBook, folder: &Path, made: &BackupSummary) -> Vec<String> {
    let (manifest, folder) = (&made.manifest, folder.display().to_string());
    let kilobytes = |bytes: u64| format_unsigned(bytes.div_ceil(1024));
    let [files, copied] = [manifest.files.len(), made.copied_files].map(|it| it.to_string());
    let [size, copied_size] = [manifest.total_size(), made.copied_bytes].map(kilobytes);
    let values = [
        ("folder", &*folder),
        ("id", &manifest.id),
        ("files", &files),
        ("size", &size),
        ("copied", &copied),
        ("copied_size", &copied_size),
    ];
    let lacks = manifest.left_out.iter().map(|file| {
        let values = [("path", &*file.path), ("problem", &file.problem)];
        phrases.format_phrase("backup.left_out", &values)
    });
    let made = [phrases.format_phrase("backup.made", &values)].into_iter();
    made.chain(lacks).collect()
}
