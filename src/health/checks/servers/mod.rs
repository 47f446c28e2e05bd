//! Servers of others that the office stands on.

pub mod login;
pub mod mail;
