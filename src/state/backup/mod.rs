//! The state as a backup takes it, and what it remembers of backups and their proofs.

mod backup_record;
mod online_copy;

pub use backup_record::{BackupRecord, ProofRecord};
