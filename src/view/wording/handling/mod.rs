//! How the time that dossiers take is said.

mod current;
mod durations;
mod levels;
mod steps;

pub use current::CurrentStepText;
pub use levels::LevelText;
pub use steps::StepText;
