//! What a user types and sees.

mod commands;
mod indicators;
