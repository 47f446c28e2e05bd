//! What is asked of a metric, and what it says of one agency.

use std::str::FromStr;

use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::{measure::Measure, period::Period},
};

/// Which agencies a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencyLevel {
    /// A level of the vocabulary: `commune`, `district`, `province`, …
    Named(String),
    /// Every agency that has data of its own.
    All,
}

impl FromStr for AgencyLevel {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "all" { Self::All } else { Self::Named(text.to_owned()) })
    }
}

/// What is asked of a metric.
#[derive(Debug, Clone)]
pub struct MetricRequest<'a> {
    pub metric: &'a Metric,
    pub period: Period,
    pub basis: MetricBasis,
}

/// A question in the form its answer is kept under: metric, period, basis.
pub type RequestKey = (String, String, MetricBasis);

impl MetricRequest<'_> {
    /// The key its answer is kept under.
    pub(super) fn key(&self) -> RequestKey {
        (self.metric.id.clone(), self.period.to_string(), self.basis)
    }
}

/// One agency's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyValue {
    pub agency_code: String,
    pub agency_name: String,
    pub level: String,
    pub parent_code: Option<String>,
    /// Whether the agency has data of its own, not only through those below it.
    pub is_reporting: bool,
    pub measure: Measure,
    /// Of too few to be ranked.
    pub is_few: bool,
}

impl AgencyValue {
    /// Tells whether the agency is of a level; with `AgencyLevel::All`, whether it has data of its own.
    pub fn is_at(&self, level: &AgencyLevel) -> bool {
        match level {
            AgencyLevel::Named(level) => self.level == *level,
            AgencyLevel::All => self.is_reporting,
        }
    }
}
