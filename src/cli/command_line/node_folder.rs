//! What a command shows of a reading node's folder: the version that is held, by its own content, and that it may be old.

use std::path::Path;

use super::{
    super::{
        command_error::CommandError,
        help::spoken::spoken,
        options::{FolderUse, local_now, prepare_folder},
        output::say::print_message,
        upkeep::own_folder::ensure_own_folder,
    },
    ProgramCommand,
};
use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, settings::ProgramSettings},
    version_store::{FollowStatus, load_held_catalog},
};

impl ProgramCommand {
    /// Looks at the data folder before anything is done there. Returns the content by which it is shown, and whether it may be written to.
    /// Fails where the command is the office's alone, or what a node holds is not as it was published.
    pub(super) fn enter_folder(
        &self,
        catalog: Catalog,
        config: Option<&Path>,
        data: Option<&Path>,
    ) -> miette::Result<(Catalog, bool)> {
        let Some(data) = data else { return Ok((catalog, false)) };
        let folder_use = self.checked_use(data)?;
        let is_written = prepare_folder(&catalog, config, (data, &folder_use))?;
        if folder_use != FolderUse::Shows || matches!(self, Self::Update(_) | Self::Verify(_)) {
            return Ok((catalog, is_written));
        }
        let Some(status) = FollowStatus::read(data)? else {
            if let Some(said) = ArchiveStoreNote::describe_folder(data, spoken()) {
                print_message(said);
            }
            return Ok((catalog, is_written));
        };
        if matches!(self, Self::Evidence(_)) {
            ensure_own_folder(data)?;
        }
        if catalog.content.own_folders().named.is_some() {
            return Err(CommandError::FollowedContent.into());
        }
        let held = load_held_catalog(data)?.unwrap_or(catalog);
        let settings = ProgramSettings::load_file(config).unwrap_or_default();
        let said = status.describe(&held.phrases, local_now(), settings.versions.poll_seconds);
        if let Some(said) = said {
            print_message(said);
        }
        Ok((held, is_written))
    }
}
