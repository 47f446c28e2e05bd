//! From an export to a published build, whatever happens on the way.

mod archive;
mod inbox;
pub(super) mod journey;
mod leftovers;
pub mod processes;
