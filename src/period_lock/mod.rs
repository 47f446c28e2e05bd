//! Locks of reported periods: what was reported, kept as it was, and held against what is counted now (ADR 40).
//!
//! Invariant: a lock is a folder of plain files, whole or not there; its note names each of them with its digest and is written last.
//! What is not as it was locked is named and never shown. Nothing of a lock hangs on the relations of a build.

mod erased_locks;
mod held_metric;
mod lock_error;
mod lock_files;
mod lock_folder;
mod lock_note;
mod lock_summary;
mod lock_writer;
mod locked_numbers;
mod locked_period;
mod paper_codes;
mod told_number;

pub use erased_locks::erase_in_locks;
pub use held_metric::HeldMetric;
pub use lock_error::LockError;
pub use lock_folder::{LOCKS, LockFolder, ShelvedLock};
pub use lock_note::{
    ErasedSum, LockNote, LockRelease, LockedFile, LockedMetric, LockedPaper, LockedSource,
};
pub use lock_summary::LockSummary;
pub use lock_writer::{LockDraft, PaperDraft};
pub use locked_numbers::{LockedNumber, LockedNumbers};
pub use locked_period::{LockedPeriod, NumberChange, ReportedNumber};
