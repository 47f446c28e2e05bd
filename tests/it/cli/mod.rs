//! What a user types and sees.

mod commands;
mod copied_program;
mod indicators;
mod simulated;
mod update;
mod words;
