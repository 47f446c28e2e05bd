//! How many of the dossiers behind a count are due on each day.

use duckdb::params;
use jiff::civil::Date;

use super::{super::metric::event_query::EventFilter, queries::DossierQueries};
use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    warehouse::{WarehouseError, dates::read_date, engine::quote_literal},
};

/// Which of the dossiers behind a count are asked for.
#[derive(Debug, Clone, Copy)]
pub struct DueDaysAsked<'a> {
    /// A count of dossiers.
    pub metric: &'a Metric,
    pub period: Period,
    /// Of this agency and those below it; of all without one.
    pub agency: Option<&'a str>,
    /// Due on this day or later.
    pub from: Date,
    /// Due on this day or before; without it, however late.
    pub until: Option<Date>,
}

/// Counts the dossiers of one agency that are due on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCount {
    pub agency_code: String,
    pub due_on: Date,
    pub dossiers: i64,
}

impl DossierQueries {
    /// Counts by day and agency, by day; nothing of a period nobody knows. The counts are as they are: who may not see rows is told
    /// none that could name a person by whoever asks.
    pub fn count_by_due_day(&self, asked: &DueDaysAsked) -> Result<Vec<DueCount>, WarehouseError> {
        let DueDaysAsked { metric, period, agency, from, until } = *asked;
        if self.reader.memory.known_span(metric).find_gap(period).is_some() {
            return Ok(Vec::new());
        }
        let among = self.reader.agency_filter(agency, period);
        // Only dossiers due then are looked at.
        let first = quote_literal(&from.to_string());
        let last = until.map_or(String::new(), |until| {
            format!(" and cast(due_at as date) <= date {}", quote_literal(&until.to_string()))
        });
        let of = format!("and due_at >= date {first}{last}");
        let events = EventFilter { metric, is_flow: false, among: &among, of: Some(&of) };
        let sql = events.counted_sql(&self.reader)? + include_str!("due_days.sql");
        let (start, end) = (period.start().to_string(), period.end().to_string());
        let (from, until) = (from.to_string(), until.map(|until| until.to_string()));
        self.reader.with_connection("cannot count the dossiers by day", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows = query.query_map(params![start, end, from, until], |row| {
                let code: String = row.get(0)?;
                Ok(DueCount {
                    agency_code: self.reader.memory.code_told_in(&code, period),
                    due_on: read_date(row, 1)?,
                    dossiers: row.get(2)?,
                })
            })?;
            rows.collect()
        })
    }
}
