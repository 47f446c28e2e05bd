//! Locks of files: one builder, one backup at a time.

mod build_lock;
mod file_lock;

pub use build_lock::{BuildLock, LockHolder};
pub use file_lock::FileLock;
