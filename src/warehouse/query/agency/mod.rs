//! Agencies of a build: the registry, the tree of each day, what became of whom.

pub(super) mod hierarchy;
mod meant;
pub(super) mod names;
mod place;
pub(super) mod queries;
pub(super) mod registry;
pub(super) mod succession;
