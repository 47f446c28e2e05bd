//! Work that a page starts and does not wait for, and the files it is done on.

pub(super) mod job_runner;
pub(super) mod mend_outcome;
pub(super) mod mending;
pub(super) mod pending_exports;
pub(super) mod upload_dir;
