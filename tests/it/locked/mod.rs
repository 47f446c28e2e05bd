//! Locked periods: what was reported stays as it was, and what is counted otherwise since is told dossier by dossier.

mod changes;
pub(super) mod desk;
mod erased;
mod evidence;
mod kept;
#[cfg(fault_points)]
mod killed;
mod mails;
mod pages;
mod papers;
