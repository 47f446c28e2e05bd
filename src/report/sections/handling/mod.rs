//! Where the time of dossiers goes: by service, by step.

mod levels;
mod services;
mod steps;
