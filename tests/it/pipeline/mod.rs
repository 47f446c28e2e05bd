//! From an export to a published build, whatever happens on the way.

mod archive;
pub(super) mod commune_of_2026;
mod commune_ranked;
mod inbox;
pub(super) mod journey;
mod leftovers;
pub mod processes;
