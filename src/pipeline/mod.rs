//! fetch → decode → archive → build → audit → publish, in that order and nothing else.

mod archived;
mod as_known_on;
mod due_work;
mod error;
mod fetch;
mod inbox;
mod ingest_one;
mod ingest_summary;
mod leftovers;
mod outcome;
mod report_messages;
mod run;

pub use archived::is_stale;
pub use as_known_on::as_known_on;
pub use due_work::{DueSummary, DueWork};
pub use error::PipelineError;
pub use fetch::FetchOutcome;
pub use inbox::Inbox;
pub use ingest_summary::ingest_summary;
pub use leftovers::{ScratchFolder, sweep_at_start};
pub use outcome::{IngestOutcome, IngestOverrides, TakenOrNot};
pub use run::PipelineRun;
