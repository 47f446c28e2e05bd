use std::path::Path;

use super::super::command_error::CommandError;
use crate::version_store::FollowStatus;

/// Fails where a data folder is a reading node's: what a command would do there is lost with the next version.
pub fn ensure_own_folder(data: &Path) -> miette::Result<()> {
    match FollowStatus::read(data)? {
        Some(FollowStatus { address, .. }) => {
            Err(CommandError::FolderFollows { path: data.display().to_string(), address }.into())
        }
        None => Ok(()),
    }
}
