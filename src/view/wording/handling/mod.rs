//! How the time that dossiers take is said.

mod durations;
mod steps;

pub use steps::StepText;
