//! Why our number of an agency may be another than the portal's: the same dossier told in several systems.

use super::super::{dossier::events::EventFilter, warehouse::Warehouse};
use crate::{catalog::metric::Metric, domain::period::Period, warehouse::WarehouseError};

/// Dossiers behind a number that systems tell in different ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemDifference {
    /// `several` systems hold it, `only` one does though others report for the agency, its `status` is not the same in all.
    pub kind: String,
    pub connectors: String,
    pub dossiers: u64,
    /// One of them.
    pub first: String,
}

impl Warehouse {
    /// How many of the dossiers behind a number are told in several ways, where several systems report for the agency.
    pub fn differences(
        &self,
        metric: &Metric,
        period: Period,
        agency: &str,
    ) -> Result<Vec<SystemDifference>, WarehouseError> {
        // One of them is named.
        if !self.sight().has_rows() {
            return Ok(Vec::new());
        }
        let among = self.among(Some(agency), period);
        let events = EventFilter { metric, is_flow: false, among: &among, of: None };
        let sql = self.counted(&events) + include_str!("differences.sql");
        self.ask("cannot look for differences", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let rows = query.query_map(duckdb::params![start, end], |row| {
                Ok(SystemDifference {
                    kind: row.get(0)?,
                    connectors: row.get(1)?,
                    dossiers: row.get(2)?,
                    first: row.get(3)?,
                })
            })?;
            rows.collect()
        })
    }
}
