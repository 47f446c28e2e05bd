//! The state in a server of PostgreSQL, which several machines share, see docs/adr/0050.
//!
//! Invariant: which state a data folder's is stands in the folder, by an id that the server holds too; no other state is taken for it, and none is
//! made where one is missing. The connection string is in a variable or a file, and nowhere else.

pub mod living_mark;
pub mod server_address;
pub mod server_client;
pub mod server_error;
pub mod server_place;
mod server_runtime;
pub mod server_schema;
mod server_value;
mod statement_text;
#[cfg(test)]
pub mod test_server;
pub mod turn_note;
