//! What an office decides and does, kept in `SQLite` or in a server of PostgreSQL: users, sessions, keys, the audit log,
//! runs, deliveries, alerts.
//!
//! Invariant: no name of a person who submitted anything and no secret in the clear; alerts name dossiers by their codes, and what is sent
//! is kept as it was made for its recipient. Unlike the warehouse it cannot be built again.

#![expect(clippy::disallowed_types, reason = "this is the home of SQLite and of PostgreSQL")]

pub mod access;
pub mod alert;
pub mod audit;
pub mod backup;
mod connection;
mod database;
pub mod delivery;
pub mod delivery_purpose;
mod delivery_queries;
pub mod delivery_state;
mod error;
pub mod lease;
pub mod machine;
pub mod moving;
pub mod outbox_message;
pub mod schedule_run;
mod server;
mod state_file;
mod stored;
pub mod urging;
pub mod user;
pub mod user_email;

pub use connection::StoreError;
pub use database::StateDatabase;
pub use error::StateError;
pub use state_file::{StateFile, StateServer, inspect_state, sqlite_version};
use stored::time::stamp;
