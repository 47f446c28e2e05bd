//! How a period stands on one of its days: what ended, what is open, and how it went lately.

use duckdb::params;
use jiff::civil::Date;

use super::queries::MetricQueries;
use crate::{
    catalog::forecast::ForecastDefinition,
    domain::period::Period,
    warehouse::{
        WarehouseError, dates::read_optional_date, engine::render_sql, metrics::life_view,
    },
};

/// Eight weeks: long enough to even out days off, short enough to follow a change.
pub const RECENT_DAYS: i64 = 56;

/// Counts of the subjects of one agency with those below it, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodProgress {
    pub ended: i64,
    pub ended_on_time: i64,
    /// Open, and past due.
    pub overdue: i64,
    /// Open, and due later in the period.
    pub due_within: i64,
    /// Open, and due after it.
    pub due_after: i64,
    /// Ended in the last [`RECENT_DAYS`].
    pub recently_ended: i64,
    pub recently_on_time: i64,
    /// The first day anything was received.
    pub first_on: Option<Date>,
}

impl MetricQueries {
    /// How a period stood at the end of a day, told by what is known now.
    pub fn progress(
        &self,
        forecast: &ForecastDefinition,
        period: Period,
        on: Date,
        agency: Option<&str>,
    ) -> Result<PeriodProgress, WarehouseError> {
        let sql = render_sql(
            include_str!("progress.sql"),
            &[
                ("view", &*life_view(&forecast.id)),
                ("agencies", &self.reader.agency_filter(agency, period)),
                ("days", &RECENT_DAYS.to_string()),
            ],
        )?;
        self.reader.with_connection("cannot see how the period stands", |connection| {
            let mut query = connection.prepare_cached(&sql)?;
            let (start, on, end) =
                (period.start().to_string(), on.to_string(), period.end().to_string());
            query.query_row(params![start, end, on], |row| {
                Ok(PeriodProgress {
                    ended: row.get(0)?,
                    ended_on_time: row.get(1)?,
                    overdue: row.get(2)?,
                    due_within: row.get(3)?,
                    due_after: row.get(4)?,
                    recently_ended: row.get(5)?,
                    recently_on_time: row.get(6)?,
                    first_on: read_optional_date(row, 7)?,
                })
            })
        })
    }
}
