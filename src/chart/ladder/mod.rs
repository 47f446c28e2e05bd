//! Names with their values and bars, in one column or in as many as a slide takes.

mod chart;
mod drawing;
mod plan;
mod rung;

pub use chart::LadderChart;
pub use rung::LadderRung;
