//! Backups of an office: made, proved, restored, and what lies in a data folder verified.
//!
//! Invariant: the manifest is renamed into place last, so a backup is either there whole or not at all. What a manifest names is in
//! `objects/` under its own digest, and nothing of it is used unless its bytes have that digest.

mod create;
mod error;
mod layout;
mod office_files;
mod proof;
mod restore;
mod run;
mod store;
mod verify;
mod wording;

pub use create::{BackupOrder, BackupStep, BackupSummary, create_backup};
pub use error::BackupError;
pub use layout::{LayoutAge, check_layout, is_upgrade_due, mark_layout, prepare_data_folder};
pub use proof::{
    compare::AnswerComparison,
    prove::{BackupProof, prove_backup},
    rebuild::compare_with_rebuild,
};
pub use restore::{RestoreOrder, RestoredOffice, is_half_restored, restore_backup};
pub use run::{BackupOptions, BackupRun, run_backup};
pub use store::{
    folder::BackupFolder,
    manifest::{BackupFile, BackupManifest, LeftOutFile},
    retention::forget_old_backups,
};
pub use verify::{VerifyFinding, VerifyPart, verify_backups, verify_data};
pub use wording::describe_backups;
