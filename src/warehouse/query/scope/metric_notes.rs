//! What a build notes of its metrics besides their sums.

use std::collections::HashMap;

use duckdb::Connection;

use crate::{domain::known::KnownSpan, warehouse::dates::read_optional_date};

/// Holds what a build notes of its metrics.
pub struct MetricNotes {
    /// From when until when exports of a kind say anything.
    pub known: HashMap<String, KnownSpan>,
    /// How many subjects of all agencies a metric leaves out for values that cannot be read, by id; none where there are none.
    pub left_out: HashMap<String, u64>,
    /// The metrics whose sums by slice are kept, by id.
    pub sliced: HashMap<String, SlicedMetric>,
}

/// Describes a metric whose sums by slice are kept: a dossier's events hang on that dossier alone.
pub struct SlicedMetric {
    /// Whether each dossier is one event.
    pub is_flow: bool,
    /// The SQL that yields the events, as it was when they were summed.
    pub events: String,
}

impl MetricNotes {
    /// Reads the notes of a build.
    pub fn read(connection: &Connection) -> duckdb::Result<Self> {
        Ok(Self {
            known: read_known(connection)?,
            left_out: read_left_out(connection)?,
            sliced: read_sliced(connection)?,
        })
    }
}

fn read_known(connection: &Connection) -> duckdb::Result<HashMap<String, KnownSpan>> {
    let sql = "select source_kind, first_on, until_on, \
               (select max(day) from calendar_day where is_working and day < known.first_on) from known";
    let mut query = connection.prepare(sql)?;
    let known = query.query_map([], |row| {
        Ok((
            row.get(0)?,
            KnownSpan {
                from: read_optional_date(row, 1)?,
                until: read_optional_date(row, 2)?,
                unknown_until: read_optional_date(row, 3)?,
            },
        ))
    })?;
    known.collect()
}

fn read_left_out(connection: &Connection) -> duckdb::Result<HashMap<String, u64>> {
    let mut query = connection.prepare("select metric_id, subjects from metric_left_out")?;
    let left_out = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    left_out.collect()
}

fn read_sliced(connection: &Connection) -> duckdb::Result<HashMap<String, SlicedMetric>> {
    let mut query = connection.prepare("select id, is_flow, events from metric where is_sliced")?;
    let sliced = query.query_map([], |row| {
        Ok((row.get(0)?, SlicedMetric { is_flow: row.get(1)?, events: row.get(2)? }))
    })?;
    sliced.collect()
}
