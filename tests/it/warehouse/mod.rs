//! Builds and what they answer: metrics, checks, scopes, what is unknown.

mod again;
mod agency;
mod checks;
mod few;
mod grouped;
mod increment;
mod lateness;
mod lists;
mod mended;
mod metrics;
pub(super) mod publishing;
mod scope_of_memory;
mod sight;
mod surveys;
mod told_again;
mod two_systems;
mod unknown;
mod verdict;
