//! How files get their names, so that a power cut leaves the old or the new, never half.

mod durable_rename;

pub use durable_rename::{
    RenameError, RenamePoints, rename_durably, rename_durably_if_free, rename_patiently, sync_file,
    sync_folder,
};
