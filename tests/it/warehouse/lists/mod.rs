//! What lists of dossiers say between the lines: codes that are used again, dossiers that are there no more.

mod current_steps;
mod due;
mod gone;
mod handling;
mod levels;
mod shared_codes;
