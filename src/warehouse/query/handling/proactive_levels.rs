//! How many procedures and dossiers are of each level of proactive online services.

use duckdb::params;

use super::{
    super::{dossier::queries::DossierQueries, metric::event_query::EventFilter},
    procedure_times::HandlingAsked,
};
use crate::warehouse::WarehouseError;

/// Tells how many procedures had dossiers done in a period, and how many dossiers, of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProactiveLevel {
    /// 1 to 4, as the register says of the day of receipt; `None` where it does not.
    pub level: Option<i64>,
    /// Procedures told apart by code, by name where no code is told; `None` where a dossier names neither. One whose level changed is told
    /// of in both.
    pub procedures: Option<i64>,
    pub dossiers: i64,
}

impl DossierQueries {
    /// Tells of the dossiers done in a period, the lowest level first, those without one last; nothing of a period nobody knows. For
    /// whoever may see rows.
    pub fn read_proactive_levels(
        &self,
        asked: &HandlingAsked,
    ) -> Result<Vec<ProactiveLevel>, WarehouseError> {
        self.reader.require_rows()?;
        let HandlingAsked { metric, period, agency } = *asked;
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(Vec::new());
        }
        let among = self.reader.agency_filter(agency, period);
        let events = EventFilter { metric, is_flow: true, among: &among, of: None };
        let sql = events.counted_sql(&self.reader)? + include_str!("proactive_levels.sql");
        let (start, end) = (period.start().to_string(), period.end().to_string());
        self.reader.with_connection("cannot read the levels of services", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows = query.query_map(params![start, end], |row| {
                let level: Option<i64> = row.get(0)?;
                Ok(ProactiveLevel { level, procedures: row.get(1)?, dossiers: row.get(2)? })
            })?;
            rows.collect()
        })
    }
}
