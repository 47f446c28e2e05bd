//! How long dossiers took, by the agency that solved them, and what other metrics say of its own dossiers.

use std::collections::HashMap;

use duckdb::params;

use super::{
    super::{dossier::queries::DossierQueries, metric::event_query::EventFilter},
    duration_spread::DurationSpread,
    procedure_times::HandlingAsked,
};
use crate::{domain::measure::Measure, warehouse::WarehouseError};

/// Tells how many days the dossiers took that one agency solved itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyDurations {
    pub code: String,
    pub days: DurationSpread,
}

impl DossierQueries {
    /// Tells how many days the dossiers took that were done in a period, by agency, the most first; nothing of a period nobody knows. For
    /// whoever may see rows, as [`Self::read_dossier_times`].
    pub fn read_agency_times(
        &self,
        asked: &HandlingAsked,
    ) -> Result<Vec<AgencyDurations>, WarehouseError> {
        let found = self.count_own(asked, true, include_str!("agency_times.sql"), |row| {
            let (code, days) = (row.get(0)?, DurationSpread::read_row(row, 1)?);
            Ok(days.map(|days| AgencyDurations { code, days }))
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Adds up what a metric counts of the dossiers each agency solved itself; nothing of a period nobody knows.
    pub fn sum_own(
        &self,
        asked: &HandlingAsked,
    ) -> Result<HashMap<String, Measure>, WarehouseError> {
        let is_share = asked.metric.denominator.is_some();
        let sql = "own as (select agency_code, sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator from counted group by 1) \
                   select agency_code, cast(numerator as bigint), cast(denominator as bigint) from own";
        let sums = self.count_own(asked, false, sql, |row| {
            let (numerator, denominator): (i64, i64) = (row.get(1)?, row.get(2)?);
            let measure = Measure::new(numerator, is_share.then_some(denominator));
            Ok((row.get::<_, String>(0)?, measure))
        })?;
        Ok(sums.into_iter().collect())
    }

    fn count_own<T>(
        &self,
        asked: &HandlingAsked,
        is_flow: bool,
        what: &str,
        read: impl Fn(&duckdb::Row) -> duckdb::Result<T>,
    ) -> Result<Vec<T>, WarehouseError> {
        self.reader.require_rows()?;
        let HandlingAsked { metric, period, agency } = *asked;
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(Vec::new());
        }
        let among = self.reader.agency_filter(agency, period) + &self.reader.memory.condition();
        let events = EventFilter { metric, is_flow, among: &among, of: None };
        let sql = events.counted_sql(&self.reader)? + what;
        let (start, end) = (period.start().to_string(), period.end().to_string());
        self.reader.with_connection("cannot read how long dossiers took", |connection| {
            let mut query = connection.prepare(&sql)?;
            let found = query.query_map(params![start, end], |row| read(row))?;
            found.collect()
        })
    }
}
