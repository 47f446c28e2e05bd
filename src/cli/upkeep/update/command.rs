use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    package::{ENGINE, PROGRAM, UpdateKey, UpdatePackage, is_older},
    replace::{NewFile, replace_files},
};
use crate::{
    backup::{BackupOptions, BackupOrder, run_backup},
    catalog::{Catalog, settings::ProgramSettings},
    cli::{
        CommandOutcome,
        command_error::CommandError,
        help::spoken::say,
        options::{DataFolder, local_now},
        output::{progress::ProgressOutput, say::print_message},
    },
    state::StateDatabase,
};

/// Where the data is backed up to before the program is replaced, if the settings name no folder: beside the data.
const BACKUPS: &str = "sao-luu";

/// Take the place of this program with a newer one from a file, without any network
///
/// The file is the zip of a release with its signature beside it, FILE.sig. Who signed it is verified first, then the data is backed up, then
/// program and engine are replaced; the old ones stay beside them as .old.
#[derive(Debug, Args)]
pub struct UpdateCommand {
    /// The zip of a release
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// The public key of whoever signs releases, as PEM; else the one this program was built with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// Replace the program without backing the data up first
    #[arg(long)]
    no_backup: bool,

    #[command(flatten)]
    data: DataFolder,
}

impl UpdateCommand {
    /// Verifies, backs up, replaces. Fails where the file is not signed by the key's owner, is of an older version or of another system, and
    /// where there is no data to back up or it cannot be; then nothing is changed.
    pub fn run(self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<CommandOutcome> {
        let package = UpdatePackage::load(&self.from, &UpdateKey::load(self.key.as_deref())?)?;
        let (version, own) = (package.version.clone(), env!("CARGO_PKG_VERSION"));
        if is_older(&version, own) {
            return Err(CommandError::UpdateOlder { version, own: own.to_owned() }.into());
        }
        if !self.no_backup {
            // Of a folder that was named wrongly nothing would be backed up, without a word.
            if !self.data.path.join("archive").exists() && !StateDatabase::is_there(&self.data.path)
            {
                return Err(CommandError::UpdateNoData {
                    folder: self.data.path.display().to_string(),
                }
                .into());
            }
            self.back_up(catalog, config)?;
        }
        let program = std::env::current_exe().map_err(|error| CommandError::of_system(&error))?;
        let name = program.file_name().and_then(|name| name.to_str()).unwrap_or(PROGRAM);
        let folder = program.parent().unwrap_or(Path::new("."));
        // The engine first: a program finds the one it was built with, or a newer one.
        let engine = package.engine.as_deref().map(|bytes| (ENGINE, bytes));
        let files: Vec<NewFile> = engine.into_iter().chain([(name, &*package.program)]).collect();
        replace_files(folder, &files)
            .map_err(|failed| CommandError::of_file(&failed.path, &failed.source))?;
        let folder = folder.display().to_string();
        let values =
            [("version", &*version), ("folder", &folder), ("file", &format!("{name}.old"))];
        print_message(say("update.done", &values));
        print_message(say("update.restart", &[]));
        Ok(CommandOutcome::Done)
    }

    fn back_up(&self, catalog: &Catalog, config: Option<&Path>) -> miette::Result<()> {
        let settings = ProgramSettings::load_file(config)?;
        let named = settings.backup.as_ref().map(|backup| backup.folder.clone());
        let folder = named.unwrap_or_else(|| self.data.path.with_file_name(BACKUPS));
        let order = BackupOrder {
            catalog,
            settings: &settings,
            data: &self.data.path,
            folder: &folder,
            now: local_now(),
        };
        let options = BackupOptions { is_proved: false, keep: None, is_unattended: false };
        let run = {
            let mut progress = ProgressOutput::new();
            run_backup(&order, options, &mut |step| progress.set_message(step))?
        };
        let folder = folder.display().to_string();
        if !run.is_sound() {
            return Err(CommandError::UpdateBackup { folder }.into());
        }
        let values = [("folder", &*folder), ("id", &run.made.manifest.id)];
        print_message(say("update.before", &values));
        Ok(())
    }
}
