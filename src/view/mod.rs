//! Answers in words and pictures: what pages, charts and reports say alike.
//!
//! Invariant: every Vietnamese word comes from the content; nothing here asks the engine on its own.

pub mod answers;
pub mod blank_columns;
mod briefing;
mod compare;
mod cut;
pub mod dossier;
mod due;
mod export;
mod forecast;
mod judged;
mod picture;
mod ranks;
pub mod rejected;
mod scorecard;
pub mod settings_doc;
pub mod sheet;
pub mod simulation;
mod tally;
pub mod told_again;
mod wording;
mod worst;

pub use briefing::{
    AgencyChange, Briefing, BriefingProof, BriefingRequest, BriefingSentence, CHAT_CHARACTERS,
    ChangeCause, ProofPlace, RankingSubset, SentenceKind, fit_sentences, list_changes,
};
pub use compare::{
    AgencyComparison, ComparedParts, compare_agencies, explain_difference, find_median,
    median_value,
};
pub use cut::{PartContribution, contributions_by, list_contributions};
pub use due::{DUE_COLUMNS, DueAnswer, DueRow, due_table};
pub use export::{ExportCell, ExportMark, ExportTable, escape_formula, file_stem, typed_cell};
pub use forecast::words::outlook_lines;
pub use forecast::{PeriodForecast, make_forecast};
pub use judged::{JudgedValue, verdict_sign};
pub use picture::{ChartKind, ChartRequest, LadderEnds, PageChart, PictureError};
pub use ranks::{AgencyRanks, SizeGroups};
pub use scorecard::total::ScoreTotal;
pub use scorecard::{PointsOrigin, ScoreRequest, ScoredRow};
pub use tally::VerdictTally;
pub use wording::AnswerWording;
pub use wording::handling::{CurrentStepText, LevelText, StepText};
pub use worst::worst_first;
