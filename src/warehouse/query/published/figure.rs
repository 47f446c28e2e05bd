//! A figure as a portal published it.

use crate::domain::{measure::Measure, threshold::Threshold};

/// One published figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub value: Option<Threshold>,
    pub score: Option<Threshold>,
}

impl Figure {
    /// Its counts, else its ratio in percent.
    pub fn to_measure(self) -> Option<Measure> {
        match (self.numerator, self.denominator) {
            (Some(numerator), Some(_)) => Some(Measure::new(numerator, self.denominator)),
            _ => self.value.map(Threshold::as_share),
        }
    }
}
