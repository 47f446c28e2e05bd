//! What each command does with the data folder.

use super::{super::options::FolderUse, ProgramCommand};

impl ProgramCommand {
    /// What it does with the data folder, where it has one.
    pub(super) fn folder_use(&self) -> FolderUse {
        match self {
            Self::Serve(_) => FolderUse::Serves,
            Self::Backup(command) => FolderUse::Writes { backup: Some(command.folder.clone()) },
            Self::Ingest(_)
            | Self::Fetch(_)
            | Self::Build(_)
            | Self::Lock(_)
            | Self::Unlock(_)
            | Self::Restore(_)
            | Self::Erase(_)
            | Self::RunDue(_)
            | Self::User(_)
            | Self::Demo(_) => FolderUse::Writes { backup: None },
            _ => FolderUse::Shows,
        }
    }
}
