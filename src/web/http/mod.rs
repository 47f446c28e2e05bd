//! Routes, addresses, connections and errors: what every answer goes through.

mod assets;
pub(super) mod client;
pub(super) mod error;
pub(super) mod export;
mod health;
pub(super) mod page_context;
pub(super) mod query;
pub(super) mod router;
pub(super) mod telemetry;
pub(super) mod tls;
