//! Passwords, sessions and keys: what lets somebody in.

mod device_key;
pub mod password;
pub mod password_rules;
pub mod secret;
pub mod session;
pub mod token;
pub mod user_name;

pub use secret::make_secret;
