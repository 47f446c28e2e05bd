//! One part of a number.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{catalog::metric::Metric, domain::reason::ReasonCode, view::PartContribution};

/// Holds the share one procedure, sector or channel has in a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartRow {
    /// Null for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    /// Null where it is withheld.
    pub numerator: Option<i64>,
    /// Null for a count, and where it is withheld.
    pub denominator: Option<i64>,
    pub value: Option<String>,
    /// Why there is no value: `withheld`, `nothing_counted`, or of a month `before_first_day`, `after_last_day`.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// Points of the whole that the subjects missing in the numerator cost it; null where it is no share to be raised.
    pub gain: Option<String>,
    /// Of so few that who asks is not told; left out where it is told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_withheld: bool,
}

impl PartRow {
    /// Makes the row of one part; numbers that are withheld are left empty.
    pub fn new(metric: &Metric, cut: &PartContribution) -> Self {
        let (numerator, denominator) = cut.measure.shown_counts();
        Self {
            code: cut.code.clone(),
            name: cut.name.clone(),
            numerator,
            denominator,
            value: cut.measure.to_plain(metric.unit),
            reason: cut.measure.reason(),
            gain: cut.gain.map(|gain| gain.to_string()),
            is_withheld: cut.measure.is_withheld,
        }
    }
}
