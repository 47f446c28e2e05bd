//! `[login]` of `motcua.toml`: other ways in than a password of ours.

mod check_login;
mod oidc;

pub use check_login::is_safe_address;
pub use oidc::{GroupFault, LoginGroup, LoginSettings, OidcSettings};
