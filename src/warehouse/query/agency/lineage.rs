//! Which agencies went into one, and when.

use jiff::civil::Date;

use super::super::warehouse::Warehouse;

/// What an agency was made of. What was split over several successors is named, never shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyLineage {
    /// The day from which the agency is what it is.
    pub on: Date,
    pub whole: Vec<AgencyPredecessor>,
    pub split: Vec<AgencyPredecessor>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyPredecessor {
    pub code: String,
    pub name: String,
}

impl Warehouse {
    /// What went into the agency that has a code at the end of a span; nothing if it was itself all along.
    pub fn lineage(&self, code: &str, until: Date) -> Option<AgencyLineage> {
        self.shared.register.lineage(code, until)
    }
}
