//! Commands that look after an installation.

pub(super) mod config;
pub(super) mod doctor;
pub(super) mod own_folder;
pub(super) mod update;
