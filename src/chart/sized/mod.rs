//! Pictures drawn for the width they are looked at in.

mod card;
mod ladder;
mod rung;
mod sheet;
#[cfg(test)]
mod tests;

pub use card::CardPicture;
pub use ladder::{LadderChart, LadderRung};
pub use sheet::ChartSheet;
