//! Routes, addresses, connections and errors: what every answer goes through.

pub(super) mod address_group;
mod assets;
pub(super) mod client;
pub(super) mod error;
mod error_format;
pub(super) mod export;
mod gauges;
mod health;
mod monitor;
pub(super) mod page_context;
pub(super) mod query;
pub(super) mod router;
mod row_question;
pub(super) mod telemetry;
