//! What an office decides and does, kept in `SQLite`: users, sessions, keys, the audit log.
//!
//! Invariant: it holds no dossier and no secret in the clear; unlike the warehouse it cannot be built again.

#![expect(clippy::disallowed_types, reason = "this is the home of SQLite")]

pub mod audit;
mod error;
pub mod password;
mod secret;
pub mod session;
mod store;
pub mod token;
pub mod user;

use jiff::civil::DateTime;

pub use error::StateError;
pub use store::State;

/// A time as it is kept: to the second, and in the order of its text.
fn stamp(time: DateTime) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
