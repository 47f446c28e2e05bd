//! Where the time of dossiers goes: by service, by step.

mod services;
mod steps;
