//! `[login]` of `motcua.toml`: other ways in than a password of ours.

mod check_login;
mod oidc;

pub use oidc::{GroupFault, LoginGroup, LoginSettings, OidcSettings};
