//! What is invented is never counted with what an office exported: an archive holds the one or the other.

use super::ArchiveContents;
use crate::ingest::IngestError;

impl ArchiveContents {
    /// The number of the next export, which is invented or not as it is said; fails where the archive holds exports of the other kind.
    /// `shown` is the export as the user sees it.
    pub fn number_export(&self, shown: &str, is_invented: bool) -> Result<u64, IngestError> {
        let Some(other) = self.sources.iter().find(|it| it.is_invented != is_invented) else {
            return Ok(self.next_number);
        };
        let (path, file) = (shown.to_owned(), other.file_name.clone());
        Err(if is_invented {
            IngestError::BesideExports { path, file }
        } else {
            IngestError::BesideInvented { path, file }
        })
    }
}
