//! How questions and changes reach whatever keeps the state.
//!
//! Invariant: outside of this folder no SQL knows what keeps the state: it is written once, in what SQLite and PostgreSQL understand alike.
//! Flags are integers in both, `= 0` or `= 1`; equal-or-both-null is `is not distinct from`.

pub mod patience;
pub mod row;
pub mod state_connection;
pub mod store_error;
mod values;

pub use row::StateRow;
pub use state_connection::StateConnection;
pub use store_error::{StoreError, StoreResult};
