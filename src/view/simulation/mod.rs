//! What would lift an agency in the published table of all: its total and rank as dossiers stand, at the least, at the most, and how far
//! the same was off in earlier periods.

mod back_test;
mod ladder;
mod lever;
mod notes;
mod score;
mod simulated;
mod table;
pub mod text;

pub use back_test::{BackTest, TriedPeriod};
pub use ladder::RankStep;
pub use lever::{ScoreLever, StuckLever, StuckReason};
pub use score::{ScoreRange, SimulatedScore};
pub use simulated::{ChangeProblem, ScoreSimulation};
pub use table::ScoreTable;
