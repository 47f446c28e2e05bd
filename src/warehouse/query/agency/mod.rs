//! Agencies of a build: the registry, the tree of each day, what became of whom.

mod counted;
pub(super) mod day_span;
pub(super) mod hierarchy;
mod meant;
pub(super) mod names;
pub(super) mod queries;
pub(super) mod registry;
mod succession;
