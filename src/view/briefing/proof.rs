//! Where what a sentence says can be looked up: a page that lists exactly those.

use jiff::civil::Date;

use crate::domain::period::Period;

/// Which agencies of a ranking are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankingSubset {
    All,
    /// Those that miss what is set, and of too few those that would.
    Missed,
    /// Those that have none.
    None,
}

impl RankingSubset {
    /// As an address says it; nothing for all of them.
    pub fn id(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Missed => Some("missed"),
            Self::None => Some("none"),
        }
    }

    /// Reads what an address says.
    pub fn from_id(text: &str) -> Option<Self> {
        [Self::Missed, Self::None].into_iter().find(|subset| subset.id() == Some(text))
    }
}

/// Names a page and what it lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofPlace {
    /// Agencies by a metric.
    Ranking { metric: String, subset: RankingSubset },
    /// Agencies by what changed against the period before.
    Changes,
    /// The dossiers behind a metric; `due` are the first and the last day they are due on.
    Dossiers { metric: String, failing: bool, due: Option<(Date, Option<Date>)> },
}

/// A proof of a sentence, and what its link is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefingProof {
    pub label: String,
    pub place: ProofPlace,
    /// The period it is of: not always the one asked for.
    pub period: Period,
    /// The agency the proof is limited to, with those below it.
    pub agency: Option<String>,
}
