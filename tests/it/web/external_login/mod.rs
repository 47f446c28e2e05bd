//! Coming in by another server.

mod browser;
mod identity_stub;
mod let_in;
mod refused;
mod trouble;
