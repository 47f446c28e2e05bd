//! What a chair asks first, in sentences that can be read aloud: who is under the floor, what changed, what became late and what was
//! finished, what falls due, who sent nothing. Each says where its proof is.

mod card;
mod change;
mod due;
mod floor;
mod names;
mod proof;
mod received;
mod request;
mod text;
mod turnover;

pub use change::{AgencyChange, ChangeCause, list_changes};
pub use proof::{BriefingProof, ProofPlace, RankingSubset};
pub use request::{Briefing, BriefingRequest, BriefingSentence, SentenceKind};
pub use text::{CHAT_CHARACTERS, fit_sentences};
