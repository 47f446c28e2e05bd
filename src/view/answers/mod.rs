//! Answers for machines: what the command line prints as JSON and the API sends. Names here are promises.

mod compare;
mod parts;
mod score;
mod series;

pub use compare::{CompareAnswer, ComparedRow};
pub use parts::PartRow;
pub use score::{ScoreAnswer, ScoreRow};
pub use series::{SeriesAnswer, SeriesRow};
