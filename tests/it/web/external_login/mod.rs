//! Coming in by another server.

mod browser;
mod cookies;
mod demoted;
mod identity_stub;
mod let_in;
mod refused;
mod trouble;
