//! Carries a state from a file into a server and back, counted and compared row by row.

pub mod move_state;
pub mod state_copy;

pub use super::server::server_place::{USUAL_SCHEMA, is_schema_name};
