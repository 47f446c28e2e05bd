//! Where open dossiers lie now: at which step of their system's own process, who has them there, and for how long.

use jiff::civil::Date;

use super::{super::dossier::queries::DossierQueries, duration_spread::DurationSpread};
use crate::{
    domain::period::{Period, PeriodCalendar, PeriodShape},
    warehouse::{WarehouseError, engine::render_sql},
};

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
    /// Days from the one on which the step began to the last one known; `None` where nobody knows of any.
    pub days: Option<DurationSpread>,
}

/// Tells where open dossiers lie, where most do first, as the row of each that counts tells; whatever period is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrentSteps {
    pub steps: Vec<CurrentStep>,
    /// Open dossiers of which that row tells no step.
    pub unknown: i64,
}

impl DossierQueries {
    /// Tells where the open dossiers of an agency and of those that are below it `today` lie, or all in scope; for whoever may see rows.
    pub fn read_current_steps(
        &self,
        agency: Option<&str>,
        today: Date,
    ) -> Result<CurrentSteps, WarehouseError> {
        self.reader.require_rows()?;
        let shape = PeriodShape::Span(today, today);
        let today = Period { calendar: PeriodCalendar::Civil, shape };
        let among = self.reader.agency_filter(agency, today);
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
