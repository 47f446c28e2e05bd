//! How many steps of the handling a system did by itself.

use duckdb::params;

use super::{super::dossier::queries::DossierQueries, procedure_times::HandlingAsked};
use crate::warehouse::{WarehouseError, engine::render_sql};

/// Tells how many steps ended in a period, of how many it is known whether a person did them, and how many a system did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepAutomation {
    pub steps: i64,
    pub known: i64,
    pub automatic: i64,
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
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        self.reader.with_connection("cannot read who did the steps", |connection| {
            connection.query_row(&sql, params![start, end], |row| {
                let (steps, known) = (row.get(0)?, row.get(1)?);
                Ok(StepAutomation { steps, known, automatic: row.get(2)? })
            })
        })
    }
}
