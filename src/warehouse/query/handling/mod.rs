//! How long dossiers took, and each step of their handling.

pub mod agency_times;
pub mod current_steps;
pub mod duration_spread;
pub mod proactive_levels;
pub mod procedure_times;
pub mod step_automation;
pub mod step_times;
