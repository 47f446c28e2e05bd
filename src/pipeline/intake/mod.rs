//! Exports on their way into the archive: what they are put into, and how one gets there.

mod amended;
mod archive_intake;
mod ingest_one;

pub(super) use archive_intake::ArchiveIntake;
