//! A folder of backups as it lies on a disk.

pub(super) mod disk;
pub(super) mod folder;
pub(super) mod manifest;
pub(super) mod object_store;
pub(super) mod retention;
