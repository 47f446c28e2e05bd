//! How long dossiers took, by procedure.

use duckdb::params;

use super::{
    super::{dossier::queries::DossierQueries, metric::event_query::EventFilter},
    duration_spread::DurationSpread,
};
use crate::{catalog::metric::Metric, domain::period::Period, warehouse::WarehouseError};

/// Which dossiers are asked for.
#[derive(Debug, Clone, Copy)]
pub struct HandlingAsked<'a> {
    /// The metric whose events are a dossier each and its days.
    pub metric: &'a Metric,
    pub period: Period,
    /// Of this agency and those below it; of all without one.
    pub agency: Option<&'a str>,
}

/// Tells how many days the dossiers of one procedure took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureTimes {
    /// Its name where no dossier tells a code; `None` for dossiers that say neither.
    pub code: Option<String>,
    pub name: Option<String>,
    pub days: DurationSpread,
}

/// Tells how many days dossiers took: all that were done, and those of each procedure, the most first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierTimes {
    /// `None` where none was done.
    pub all: Option<DurationSpread>,
    pub procedures: Vec<ProcedureTimes>,
}

impl DossierQueries {
    /// Tells how many days the dossiers took that were done in a period; nothing of a period nobody knows. For whoever may see rows: one
    /// dossier of a procedure is its own median.
    pub fn read_dossier_times(
        &self,
        asked: &HandlingAsked,
    ) -> Result<DossierTimes, WarehouseError> {
        self.reader.require_rows()?;
        let HandlingAsked { metric, period, agency } = *asked;
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(DossierTimes::default());
        }
        let among = self.reader.agency_filter(agency, period);
        let events = EventFilter { metric, is_flow: true, among: &among, of: None };
        let sql = events.counted_sql(&self.reader)? + include_str!("procedure_times.sql");
        let (start, end) = (period.start().to_string(), period.end().to_string());
        self.reader.with_connection("cannot read how long dossiers took", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query(params![start, end])?;
            let mut times = DossierTimes::default();
            while let Some(row) = rows.next()? {
                let Some(days) = DurationSpread::read_row(row, 3)? else { continue };
                if row.get(0)? {
                    times.all = Some(days);
                } else {
                    let (code, name) = (row.get(1)?, row.get(2)?);
                    times.procedures.push(ProcedureTimes { code, name, days });
                }
            }
            Ok(times)
        })
    }
}
