//! Numbers side by side.

use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::MetricEnvelope;
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{known::KnownPart, measure::Measure, reason::ReasonCode},
    view::{AgencyComparison, AnswerWording, ComparedParts},
    warehouse::query::SystemDifference,
};

/// Compares each agency's numbers.
pub type CompareAnswer = MetricEnvelope<CompareBody>;

/// Holds what a number is compared with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompareAnswer)]
pub struct CompareBody {
    pub rows: Vec<ComparedRow>,
    /// Why ours is another than the published, of one agency that is asked for alone.
    pub reasons: Vec<DifferenceReason>,
}

/// Dossiers behind our number that systems tell in different ways.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceReason {
    /// `several`: they are in the lists of several systems and counted once; `status`: these say different statuses; `only`: they are in one list
    /// alone, though other systems report for the agency.
    pub kind: String,
    /// The lists, by their names.
    pub lists: String,
    pub dossiers: u64,
    /// The first of them.
    pub codes: Vec<String>,
    /// What counting each list would add to the numerator.
    pub numerator: i64,
    /// And to the denominator.
    pub denominator: i64,
}

/// One agency; null where there is no such number.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedRow {
    pub agency_code: String,
    pub agency_name: String,
    /// Computed from dossiers.
    pub ours: Option<ComparedNumber>,
    /// As the portal published it.
    pub published: Option<ComparedNumber>,
    /// Ours, of the period before.
    pub before: Option<ComparedNumber>,
    /// Ours, of the same period a year before.
    pub year_before: Option<ComparedNumber>,
    /// Ours less the published, in points or as a count.
    pub difference: Option<String>,
}

/// Holds one number of a comparison.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Number)]
pub struct ComparedNumber {
    /// Null where nobody knows.
    pub numerator: Option<i64>,
    /// Null for a count.
    pub denominator: Option<i64>,
    /// Rounded half up to two places; null where `reason` says why.
    pub value: Option<String>,
    /// Why there is no value: `nothing_known`, `before_first_day`, `after_last_day`, `nothing_counted`.
    #[schema(value_type = Option<String>, example = "after_last_day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// Whether its period goes on after the last known day: it is of the days until then; left out where it does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
    /// Whether its period began before the first known day: it is of the days from then on; left out where it did not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misses_beginning: bool,
}

impl CompareBody {
    /// Writes the comparisons of a metric down, with which part of each period is known.
    pub fn new(
        catalog: &Catalog,
        metric: &Metric,
        (rows, reasons): (&[AgencyComparison], &[SystemDifference]),
        parts: ComparedParts,
    ) -> Self {
        Self {
            rows: rows.iter().map(|row| ComparedRow::new(metric, row, parts)).collect(),
            reasons: reasons.iter().map(|reason| DifferenceReason::new(catalog, reason)).collect(),
        }
    }
}

impl DifferenceReason {
    fn new(catalog: &Catalog, reason: &SystemDifference) -> Self {
        Self {
            kind: reason.kind.clone(),
            lists: AnswerWording::new(catalog).difference_lists(reason),
            dossiers: reason.dossiers,
            codes: reason.codes.clone(),
            numerator: reason.again.numerator,
            denominator: reason.again.denominator,
        }
    }
}

impl ComparedRow {
    fn new(metric: &Metric, row: &AgencyComparison, parts: ComparedParts) -> Self {
        let number = |measure: Option<Measure>, part: KnownPart| {
            measure.filter(|measure| !measure.is_withheld).map(|measure| ComparedNumber {
                numerator: measure.shown_counts().0,
                denominator: measure.shown_counts().1,
                value: measure.to_plain(metric.unit),
                reason: measure.reason(),
                is_unfinished: part.until.is_some(),
                misses_beginning: part.from.is_some(),
            })
        };
        Self {
            agency_code: row.agency_code.clone(),
            agency_name: row.agency_name.clone(),
            ours: number(row.ours, parts.ours),
            published: number(row.published, KnownPart::default()),
            before: number(row.before, parts.before),
            year_before: number(row.year_before, parts.year_before),
            difference: row.difference(metric).map(|gap| gap.to_string()),
        }
    }
}
