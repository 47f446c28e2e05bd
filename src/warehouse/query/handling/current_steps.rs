//! Where open dossiers lie now: at which step of their system's own process, who has them there, and for how long.

use super::{
    super::dossier::queries::DossierQueries, duration_spread::DurationSpread,
    procedure_times::HandlingAsked,
};
use crate::warehouse::{WarehouseError, engine::render_sql};

/// Tells of the open dossiers that lie at one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentStep {
    /// Who has them, as the system calls it; `None` where it does not say.
    pub office: Option<String>,
    /// The step, as the system calls it.
    pub name: String,
    pub dossiers: i64,
    /// Those of them that wait for the citizen.
    pub waiting: i64,
    /// Days from the one on which the step began to that of the export; `None` where nobody knows of any.
    pub days: Option<DurationSpread>,
}

/// Tells where open dossiers lie, where most do first; of those that the newest export tells of, whatever period is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrentSteps {
    pub steps: Vec<CurrentStep>,
    /// Open dossiers of which no export tells a step.
    pub unknown: i64,
}

impl DossierQueries {
    /// Tells where open dossiers lie; for whoever may see rows.
    pub fn read_current_steps(
        &self,
        asked: &HandlingAsked,
    ) -> Result<CurrentSteps, WarehouseError> {
        self.reader.require_rows()?;
        // Who solves a dossier now is an agency of today, and an agency's own tree is that of the period.
        let among = self.reader.agency_filter(asked.agency, asked.period);
        let among = format!("{among} {}", self.reader.memory.condition());
        let sql = render_sql(include_str!("current_steps.sql"), &[("among", &among)])?;
        self.reader.with_connection("cannot read where dossiers lie", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            let mut found = CurrentSteps::default();
            while let Some(row) = rows.next()? {
                let dossiers = row.get(3)?;
                if row.get(0)? {
                    found.unknown = dossiers;
                    continue;
                }
                found.steps.push(CurrentStep {
                    office: row.get(1)?,
                    name: row.get(2)?,
                    dossiers,
                    waiting: row.get(4)?,
                    days: DurationSpread::read_row(row, 5)?,
                });
            }
            Ok(found)
        })
    }
}
