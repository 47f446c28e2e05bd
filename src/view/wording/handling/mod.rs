//! How the time that dossiers take is said.

mod durations;
mod levels;
mod steps;

pub use levels::LevelText;
pub use steps::StepText;
