//! One agency through time.

use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::{AgencySubject, MetricEnvelope};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Measure, period::Period, reason::ReasonCode},
    warehouse::{
        WarehouseError,
        query::{AgencyName, MetricRequest, Warehouse},
    },
};

/// Follows one agency through time.
pub type SeriesAnswer = MetricEnvelope<SeriesBody, AgencySubject>;

/// Holds the values of one agency through time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeriesAnswer)]
pub struct SeriesBody {
    /// The steps of the period asked for, the earliest first.
    pub rows: Vec<SeriesRow>,
}

/// Holds the value of one step of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesRow {
    /// Id of the step.
    pub period: String,
    pub start: String,
    pub end: String,
    /// Null where nobody can say, before the agency was made of parts of others; of so few that who asks is not told; and of what is
    /// not known yet.
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub value: Option<String>,
    /// Why there is no value: `nothing_known`, `before_first_day`, `after_last_day`, `withheld` or `nothing_counted`.
    #[schema(value_type = Option<String>, example = "after_last_day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonCode>,
    /// Whether the step goes on after the last known day: its numbers are those until then.
    pub is_unfinished: bool,
    /// Whether the step began before the first known day: its numbers are those from then on.
    pub misses_beginning: bool,
}

impl SeriesAnswer {
    /// Asks a warehouse for the steps of a period.
    pub fn of_agency(
        warehouse: &Warehouse,
        selection: &MetricRequest,
        agency: &AgencyName,
    ) -> Result<Self, WarehouseError> {
        let metric: &Metric = selection.metric;
        let steps = selection.period.trend_steps();
        let series = warehouse.metrics.series(selection, &agency.code, &steps)?;
        let row = |(period, value): (Period, Option<crate::warehouse::query::AgencyValue>)| {
            let measure = value.map(|value| value.measure);
            let part = warehouse.metrics.known_part(&MetricRequest { period, ..*selection });
            let (numerator, denominator) = measure.map_or((None, None), Measure::shown_counts);
            SeriesRow {
                period: period.to_string(),
                start: period.start().to_string(),
                end: period.end().to_string(),
                numerator,
                denominator,
                value: measure.and_then(|measure| measure.to_plain(metric.unit)),
                reason: measure.and_then(Measure::reason),
                is_unfinished: part.until.is_some(),
                misses_beginning: part.from.is_some(),
            }
        };
        let body = SeriesBody { rows: series.into_iter().map(row).collect() };
        Ok(Self::new(metric, agency, &warehouse.data_version, body))
    }
}
