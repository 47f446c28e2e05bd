//! Answers as they are drawn and shown.

mod bridge;
mod briefing;
mod cards;
mod pictures;
mod simulation;
mod simulation_table;
pub(super) mod simulation_tried;
mod unknown_drawn;
mod unknown_shown;
