//! How agencies are named to whoever asks, and what they were made of.

use jiff::civil::Date;

/// Names an agency as it was on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
}

/// Says what an agency was made of. What was split over several successors is named, never shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyLineage {
    /// The day from which the agency is what it is.
    pub on: Date,
    pub whole: Vec<AgencyPredecessor>,
    pub split: Vec<AgencyPredecessor>,
}

/// Names an agency that went into another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyPredecessor {
    pub code: String,
    pub name: String,
}
