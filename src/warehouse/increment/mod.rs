//! What of the build before need not be made again: a new build begins with a copy of the published one wherever that can be proven to be
//! what a build from nothing would have made so far.
//!
//! Invariant: the published build is never truth. What is not known for sure to be the same is made anew, and a build that fails on the
//! way is made from nothing.

pub mod build_base;
pub mod build_inputs;
pub mod change;
pub mod content_statement;
pub mod model_files;
pub mod reuse;
mod table_places;
