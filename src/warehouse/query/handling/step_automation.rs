//! How many steps of the handling a system did by itself.

use duckdb::params;

use super::{
    super::{dossier::queries::DossierQueries, metric::event_query::EventFilter},
    procedure_times::HandlingAsked,
};
use crate::warehouse::{WarehouseError, engine::render_sql};

/// Tells how many steps ended in a period, of how many it is known whether a person did them, and how many a system did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepAutomation {
    pub steps: i64,
    pub known: i64,
    pub automatic: i64,
    /// The dossiers done in the period, whose handling the steps are part of; none where nobody knows of the period.
    pub dossiers: i64,
    /// Those of them of which messages tell steps.
    pub told_dossiers: i64,
}

impl DossierQueries {
    /// Tells of the steps that ended in a period, of dossiers that are known; for whoever may see rows.
    pub fn read_step_automation(
        &self,
        asked: &HandlingAsked,
    ) -> Result<StepAutomation, WarehouseError> {
        self.reader.require_rows()?;
        let among = self.reader.agency_filter(asked.agency, asked.period);
        let among = format!("{among} {}", self.reader.memory.condition());
        let sql = render_sql(include_str!("step_automation.sql"), &[("among", &among)])?;
        let covered = self.coverage_sql(asked)?;
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        self.reader.with_connection("cannot read who did the steps", |connection| {
            let found = connection.query_row(&sql, params![start, end], |row| {
                let (steps, known) = (row.get(0)?, row.get(1)?);
                let automatic = row.get(2)?;
                Ok(StepAutomation { steps, known, automatic, ..StepAutomation::default() })
            })?;
            let Some(covered) = &covered else { return Ok(found) };
            connection.query_row(covered, params![start, end], |row| {
                Ok(StepAutomation { dossiers: row.get(0)?, told_dossiers: row.get(1)?, ..found })
            })
        })
    }

    /// The SQL that tells of how many dossiers steps are told; `None` where nobody knows which were done.
    fn coverage_sql(&self, asked: &HandlingAsked) -> Result<Option<String>, WarehouseError> {
        let HandlingAsked { metric, period, agency } = *asked;
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(None);
        }
        let among = self.reader.agency_filter(agency, period);
        let events = EventFilter { metric, is_flow: true, among: &among, of: None };
        Ok(Some(events.counted_sql(&self.reader)? + include_str!("dossiers_with_steps.sql")))
    }
}
