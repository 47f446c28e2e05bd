//! Where the time of dossiers goes: by service, by step.

mod agency_times;
mod levels;
mod services;
mod steps;
