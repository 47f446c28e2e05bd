//! What a number of a locked period would be now: which subjects make the difference, and why.

use std::path::Path;

use duckdb::{Row, params};

use super::{super::metric::event_query::EventFilter, queries::LockQueries};
use crate::{
    catalog::metric::Metric,
    domain::{measure::MetricSubject, period::Period},
    warehouse::{
        WarehouseError,
        engine::{open_reader_beside, quote_literal, render_sql},
    },
};

/// Which locked number is held against which.
#[derive(Debug, Clone, Copy)]
pub struct LockChangeAsked<'a> {
    /// The file that `write_rows` wrote.
    pub rows: &'a Path,
    /// The exports that were known when it did, by their ids.
    pub sources: &'a [&'a str],
    pub metric: &'a Metric,
    pub period: Period,
    /// Of this agency and those below it; of all in scope without one.
    pub agency: Option<&'a str>,
}

/// Counts the subjects that differ for one reason, and what they add to the locked number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockChange {
    /// `added`, `corrected`, `moved`, `gone`, `recounted`; of what is no dossier `only_now`, `only_then`, `both`.
    pub reason: String,
    pub subjects: u64,
    pub numerator: i64,
    pub denominator: i64,
}

/// Names a subject that is counted otherwise than when the period was locked: numerator and denominator then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSubject {
    pub reason: String,
    pub subject_id: String,
    /// The agency in scope at which it is counted now, or was.
    pub agency_code: String,
    pub then: (i64, i64),
    pub now: (i64, i64),
}

impl LockQueries {
    /// Adds up what differs of a locked number, by reason, most subjects first.
    pub fn sum_changes(&self, asked: &LockChangeAsked) -> Result<Vec<LockChange>, WarehouseError> {
        let sql = self.change_sql(asked, false)?
            + "select reason, count(*), cast(sum(now_numerator - then_numerator) as bigint), \
               cast(sum(now_denominator - then_denominator) as bigint) from explained group by reason order by 2 desc, 1";
        let engine = open_reader_beside(&self.build, asked.rows)?;
        let read = || {
            let mut query = engine.prepare(&sql)?;
            let changes = query.query_map([], |row| {
                Ok(LockChange {
                    reason: row.get(0)?,
                    subjects: row.get(1)?,
                    numerator: row.get(2)?,
                    denominator: row.get(3)?,
                })
            })?;
            changes.collect::<duckdb::Result<Vec<_>>>()
        };
        read().map_err(WarehouseError::wrap_engine("cannot compare with what is locked"))
    }

    /// Lists the subjects that differ, or count at another agency, by reason and code, at most so many. Refuses who sees numbers alone.
    pub fn list_changes(
        &self,
        asked: &LockChangeAsked,
        at_most: u64,
    ) -> Result<Vec<ChangedSubject>, WarehouseError> {
        self.reader.require_rows()?;
        let sql = self.change_sql(asked, true)?
            + "select reason, subject_id, agency_code, cast(then_numerator as bigint), cast(then_denominator as bigint), \
               cast(now_numerator as bigint), cast(now_denominator as bigint) from explained order by reason, subject_id limit $1";
        let engine = open_reader_beside(&self.build, asked.rows)?;
        let read = || {
            let mut query = engine.prepare(&sql)?;
            let subjects = query.query_map(params![at_most], read_subject)?;
            subjects.collect::<duckdb::Result<Vec<_>>>()
        };
        read().map_err(WarehouseError::wrap_engine("cannot compare with what is locked"))
    }

    /// Writes `explained`, and what it is made of. What is told of is in scope then or now; a subject elsewhere is not told of.
    /// By agency, what counts the same at another one differs, too.
    fn change_sql(
        &self,
        asked: &LockChangeAsked,
        by_agency: bool,
    ) -> Result<String, WarehouseError> {
        let LockChangeAsked { rows, sources, metric, period, agency } = *asked;
        let (first, last) = (format!("'{}'", period.start()), format!("'{}'", period.end()));
        let counted = EventFilter { metric, is_flow: false, among: "", of: None };
        let counted = counted.counted_between(&self.reader, (&first, &last))?;
        let among = self.reader.agency_filter(agency, period) + &self.reader.memory.condition();
        let sources: Vec<String> = sources.iter().map(|id| quote_literal(id)).collect();
        let sources = if sources.is_empty() { "null".to_owned() } else { sources.join(", ") };
        let is_dossier = (metric.subject == MetricSubject::Dossier).to_string();
        render_sql(
            include_str!("change.sql"),
            &[
                ("file", &quote_literal(&rows.to_string_lossy())),
                ("metric", &quote_literal(&metric.id)),
                ("counted", &counted),
                ("among", &among),
                ("sources", &sources),
                ("is_dossier", &is_dossier),
                ("by_agency", &by_agency.to_string()),
            ],
        )
    }
}

fn read_subject(row: &Row) -> duckdb::Result<ChangedSubject> {
    Ok(ChangedSubject {
        reason: row.get(0)?,
        subject_id: row.get(1)?,
        agency_code: row.get(2)?,
        then: (row.get(3)?, row.get(4)?),
        now: (row.get(5)?, row.get(6)?),
    })
}
