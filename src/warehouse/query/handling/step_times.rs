//! How long the steps of the handling took, and how long citizens were waited for.

use duckdb::params;

use super::{
    super::dossier::queries::DossierQueries, duration_spread::DurationSpread,
    procedure_times::HandlingAsked,
};
use crate::warehouse::{WarehouseError, engine::render_sql};

/// Tells how many minutes the steps took that one office brought to one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTimes {
    /// The office as its system calls it; `None` where the message does not say.
    pub office: Option<String>,
    /// The state the step brought the dossier to, of the vocabulary.
    pub status: String,
    /// How many there were, also those of which nobody knows how long they took.
    pub steps: i64,
    /// `None` where nobody knows of any.
    pub minutes: Option<DurationSpread>,
    /// Of all that are known, together.
    pub total_minutes: i64,
    /// Steps that were due by a time, and those that ended after it.
    pub due: i64,
    pub overdue: i64,
}

/// Tells where the time of dossiers goes: step by step, what took most of it first, and how long citizens were waited for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandlingSteps {
    pub steps: Vec<StepTimes>,
    /// How often a citizen was asked for something and came back, and how many minutes that took; `None` where it never was.
    pub waiting: Option<StepWait>,
    /// Steps of dossiers that no export tells of: nobody knows whose they are. Of one agency alone none is told.
    pub unknown_steps: i64,
}

/// Tells how long citizens were waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepWait {
    pub minutes: DurationSpread,
    pub total_minutes: i64,
}

impl DossierQueries {
    /// Tells how long the steps took that ended in a period, of dossiers that are known; for whoever may see rows.
    pub fn read_handling_steps(
        &self,
        asked: &HandlingAsked,
    ) -> Result<HandlingSteps, WarehouseError> {
        self.reader.require_rows()?;
        // A dossier in scope may be solved elsewhere: its steps are of the other agency.
        let among = self.reader.agency_filter(asked.agency, asked.period);
        let among = format!("{among} {}", self.reader.memory.condition());
        let sql = render_sql(include_str!("step_times.sql"), &[("among", &among)])?;
        let (start, end) = (asked.period.start().to_string(), asked.period.end().to_string());
        self.reader.with_connection("cannot read how long the steps took", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query(params![start, end])?;
            let mut found = HandlingSteps::default();
            while let Some(row) = rows.next()? {
                let (minutes, total_minutes) = (DurationSpread::read_row(row, 4)?, row.get(8)?);
                match row.get::<_, i64>(0)? {
                    0 => found.steps.push(StepTimes {
                        office: row.get(1)?,
                        status: row.get(2)?,
                        steps: row.get(3)?,
                        minutes,
                        total_minutes,
                        due: row.get(9)?,
                        overdue: row.get(10)?,
                    }),
                    1 => {
                        found.waiting = minutes.map(|minutes| StepWait { minutes, total_minutes });
                    }
                    _ if asked.agency.is_none() => found.unknown_steps = row.get(3)?,
                    _ => {}
                }
            }
            Ok(found)
        })
    }
}
