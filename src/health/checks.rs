//! The checks, a file each.

pub(super) mod archive;
pub(super) mod archive_store;
pub(super) mod backup;
pub(super) mod clock;
pub(super) mod content;
pub(super) mod data_folder;
pub(super) mod deliveries;
pub(super) mod disk;
pub(super) mod lock;
pub(super) mod published;
pub(super) mod received;
pub(super) mod reported;
pub(super) mod schedules;
pub(super) mod servers;
pub(super) mod state_file;
pub(super) mod version_store;
pub(super) mod versions;
