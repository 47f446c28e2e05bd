//! Answers for machines: what the command line prints as JSON and the API sends. Names here are promises.

mod compare;
mod envelope;
mod parts;
mod score;
mod series;
mod simulation;
mod values;

pub use compare::{CompareAnswer, CompareBody, ComparedRow};
pub use envelope::{AgencySubject, MetricEnvelope, PeriodSubject};
pub use parts::PartRow;
pub use score::{ScoreAnswer, ScoreRow};
pub use series::{SeriesAnswer, SeriesBody, SeriesRow};
pub use simulation::{SimulationAnswer, SimulationBody, SimulationRow};
pub use values::{AnswerRow, MetricAnswer, ValuesBody};
