//! Agencies of a build: the registry, the tree of each day, what became of whom, whose a number is.

pub(super) mod hierarchy;
pub(super) mod holder;
pub(super) mod lineage;
pub(super) mod lookup;
mod meant;
mod place;
pub(super) mod register;
mod succession;
