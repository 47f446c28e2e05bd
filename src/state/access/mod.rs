//! Passwords, sessions and keys: what lets somebody in.

pub mod password;
pub mod password_rules;
mod secret;
pub mod session;
pub mod token;
