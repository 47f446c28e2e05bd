//! Passwords, sessions and keys: what lets somebody in.

pub mod password;
mod secret;
pub mod session;
pub mod token;

pub use secret::make_secret;
