//! Why our number of an agency may be another than the portal's: the same dossier told in several systems.

use super::{
    super::{bridge::metric_bridge::BridgeSide, metric::event_query::EventFilter},
    queries::PublishedQueries,
};
use crate::{catalog::metric::Metric, domain::period::Period, warehouse::WarehouseError};

/// Dossiers behind a number that systems tell in different ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemDifference {
    /// `several` systems hold it, `only` one does though others report for the agency, its `status` is not the same in all.
    pub kind: String,
    /// Ids of their connectors, in order.
    pub connectors: Vec<String>,
    pub dossiers: u64,
    /// The first of them, in order; never none.
    pub codes: Vec<String>,
    /// What they would add if each system's list were counted: beyond the once they are counted here.
    pub again: BridgeSide,
}

/// So many dossiers of a reason are named.
const NAMED_DOSSIERS: u64 = 50;

impl PublishedQueries {
    /// Counts how many of the dossiers behind a number are told in several ways, where several systems report for the agency.
    pub fn list_differences(
        &self,
        metric: &Metric,
        period: Period,
        agency: &str,
    ) -> Result<Vec<SystemDifference>, WarehouseError> {
        // One of them is named.
        if !self.reader.scope().has_rows() {
            return Ok(Vec::new());
        }
        let among = self.reader.agency_filter(Some(agency), period);
        let events = EventFilter { metric, is_flow: false, among: &among, of: None };
        let sql = events.counted_sql(&self.reader)? + include_str!("differences.sql");
        self.reader.with_connection("cannot look for differences", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let split = |list: String| list.split(',').map(str::to_owned).collect();
            let rows = query.query_map(duckdb::params![start, end, NAMED_DOSSIERS], |row| {
                Ok(SystemDifference {
                    kind: row.get(0)?,
                    connectors: split(row.get(1)?),
                    dossiers: row.get(2)?,
                    codes: split(row.get(3)?),
                    again: BridgeSide { numerator: row.get(4)?, denominator: row.get(5)? },
                })
            })?;
            rows.collect()
        })
    }
}
