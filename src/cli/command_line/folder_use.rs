//! What each command does with the data folder.

use std::path::Path;

use super::{
    super::{
        command_error::CommandError,
        help::spoken::spoken,
        options::{FolderUse, local_now},
        output::say::print_message,
        server::follow_watch::say_published,
        upkeep::own_folder::ensure_own_folder,
    },
    ProgramCommand,
};
use crate::{
    archive_store::ArchiveStoreNote,
    catalog::{Catalog, settings::ProgramSettings},
    pipeline::VersionPublishing,
    version_store::{ContentChange, PublishOptions},
};

impl ProgramCommand {
    /// What it does with the data folder, where it has one.
    fn folder_use(&self) -> FolderUse {
        let writes = |makes_folder| FolderUse::Writes { backup: None, makes_folder };
        match self {
            Self::Serve(_) => FolderUse::Serves,
            Self::Backup(command) => {
                FolderUse::Writes { backup: Some(command.folder.clone()), makes_folder: false }
            }
            Self::Build(_) | Self::Lock(_) | Self::Unlock(_) | Self::Erase(_) => writes(false),
            Self::User(command) => writes(!command.is_list()),
            Self::Ingest(_)
            | Self::Fetch(_)
            | Self::Restore(_)
            | Self::RunDue(_)
            | Self::PublishVersion(_)
            | Self::MoveState(_)
            | Self::Demo(_) => writes(true),
            Self::Archive(command) => writes(command.makes_folder()),
            _ => FolderUse::Shows,
        }
    }

    /// The same. Fails where it would change what a reading node takes from elsewhere; users are every node's own.
    pub(super) fn checked_use(&self, data: &Path) -> miette::Result<FolderUse> {
        let folder_use = self.folder_use();
        // A name that was mistyped makes no folder.
        if matches!(folder_use, FolderUse::Writes { makes_folder: false, .. }) && !data.exists() {
            return Err(CommandError::NoDataFolder { path: data.display().to_string() }.into());
        }
        let is_written = matches!(folder_use, FolderUse::Writes { .. });
        if is_written && !matches!(self, Self::User(_) | Self::MoveState(_) | Self::Backup(_)) {
            ensure_own_folder(data)?;
        }
        Ok(folder_use)
    }

    /// What is published after it.
    pub(super) fn find_publishing(
        &self,
        catalog: &Catalog,
        config: Option<&Path>,
    ) -> PublishingAfter {
        let is_followed_by_one = matches!(
            self,
            Self::Ingest(_)
                | Self::Fetch(_)
                | Self::Build(_)
                | Self::Lock(_)
                | Self::Unlock(_)
                | Self::Erase(_)
                | Self::Archive(_)
        ) || matches!(self, Self::RunDue(command) if !command.is_tried_out());
        let content = match self {
            Self::Build(_) => ContentChange::Taken,
            _ => ContentChange::Refused,
        };
        let options = PublishOptions { content, ..PublishOptions::default() };
        // Settings that cannot be read are told of by the command itself.
        let settings = is_followed_by_one.then(|| ProgramSettings::load_file(config).ok());
        let settings = settings.flatten().filter(|settings| settings.versions.store.is_some());
        PublishingAfter {
            is_followed_by_one,
            publishing: settings.map(|settings| (catalog.clone(), settings, options)),
        }
    }
}

/// Content and settings by which a version is published after a command; nothing where it changes none, or no store is set.
pub(super) struct PublishingAfter {
    is_followed_by_one: bool,
    publishing: Option<(Catalog, ProgramSettings, PublishOptions)>,
}

impl PublishingAfter {
    /// Publishes what the command built. What cannot be published now is told, and published by whoever comes next.
    pub(super) fn publish_after(self, is_done: bool, data: Option<&Path>) {
        let Some(data) = data.filter(|_| is_done && self.is_followed_by_one) else { return };
        if let Some(said) = ArchiveStoreNote::describe_folder(data, spoken()) {
            print_message(said);
        }
        if let Some((catalog, settings, options)) = &self.publishing {
            let options = *options;
            let due = VersionPublishing { catalog, settings, data, options };
            say_published(&due.run(local_now()));
        }
    }
}
