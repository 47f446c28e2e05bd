//! What a user types and sees.

mod commands;
mod copied_program;
mod indicators;
mod simulated;
mod spark;
mod typed;
mod update;
mod words;
