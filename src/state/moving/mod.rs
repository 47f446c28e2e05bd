//! Carries a state from a file into a server and back, counted and compared row by row.
//!
//! Invariant: at any moment one of the two may be written to, or none; whatever breaks off in between, asking again for the same ends it.

pub mod accepting;
pub mod joining;
pub mod move_state;
pub mod state_copy;
mod to_file;
pub mod to_server;

pub use super::server::server_place::{USUAL_SCHEMA, is_schema_name};
pub use to_file::{FileMove, copy_into_file, move_to_file};
