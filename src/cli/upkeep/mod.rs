//! Commands that look after an installation.

pub(super) mod config;
pub(super) mod doctor;
pub(super) mod update;
