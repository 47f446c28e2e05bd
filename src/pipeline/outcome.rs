//! What a user says of exports, and what became of each.

use jiff::civil::Date;

use super::error::PipelineError;
use crate::domain::{period::Period, source::Source};

/// What the user says of the exports, over what they say of themselves.
#[derive(Debug, Clone, Default)]
pub struct IngestOverrides {
    pub connector: Option<String>,
    pub snapshot_on: Option<Date>,
    pub period: Option<Period>,
    /// The agency among whose units names are looked for.
    pub scope: Option<String>,
    /// The office's own agency: the scope where the user says none.
    pub office: Option<String>,
    /// Whether the program invented them.
    pub is_invented: bool,
}

/// An export as the user sees it, and what became of it or why it could not be taken in.
pub type TakenOrNot = (String, Result<IngestOutcome, PipelineError>);

/// What became of one export.
#[derive(Debug)]
pub enum IngestOutcome {
    New(Source),
    /// Archived before: nothing was done.
    Known(Source),
    /// Archived before; its day, its period or its scope was said anew.
    Amended(Source),
    /// Archived before; its files in the archive were damaged, and are written anew from it.
    Restored(Source),
}

impl IngestOutcome {
    /// Gives the export's note in the archive.
    pub fn source(&self) -> &Source {
        match self {
            Self::New(source)
            | Self::Known(source)
            | Self::Amended(source)
            | Self::Restored(source) => source,
        }
    }
}
