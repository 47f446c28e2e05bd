//! fetch → decode → archive → build → audit → publish, in that order and nothing else.

mod archiving;
mod as_known_on;
mod due_work;
mod erasing;
mod error;
mod fetch;
mod inbox;
mod ingest_summary;
mod intake;
mod leftovers;
mod locking;
mod nightly_backup;
mod outcome;
mod publish_due;
mod report_messages;
mod run;

pub use as_known_on::as_known_on;
pub use due_work::{DueSummary, DueWork};
pub use erasing::ErasureOutcome;
pub use error::{PipelineError, find_content, find_worded, tell_failure};
pub use fetch::FetchOutcome;
pub use inbox::Inbox;
pub use ingest_summary::{HintReader, ingest_summary};
pub use leftovers::{ScratchFolder, sweep_at_start};
pub use locking::{LockActor, LockRequest};
pub use nightly_backup::NightlyBackup;
pub use outcome::{IngestOutcome, IngestOverrides, TakenOrNot};
pub use publish_due::VersionPublishing;
pub use run::PipelineRun;
