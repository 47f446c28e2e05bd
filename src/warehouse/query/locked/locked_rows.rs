//! The subjects behind all numbers of a period in one Parquet file, whose columns no later program changes.

use std::path::Path;

use super::{super::metric::event_query::EventFilter, queries::LockQueries};
use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    warehouse::{
        WarehouseError,
        engine::{open_reader_beside, quote_literal},
    },
};

/// A subject behind a number as it was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedRow {
    pub metric_id: String,
    pub agency_code: String,
    pub subject_id: String,
    pub numerator: i64,
    pub denominator: Option<i64>,
}

impl LockQueries {
    /// Reads the subjects that [`Self::write_rows`] wrote, in their order. Fails for who does not see everything.
    pub fn read_rows(&self, from: &Path) -> Result<Vec<LockedRow>, WarehouseError> {
        self.reader.require_everything()?;
        let sql = format!(
            "select metric_id, agency_code, subject_id, numerator, denominator from read_parquet({}) \
             order by metric_id, agency_code, subject_id",
            quote_literal(&from.to_string_lossy()),
        );
        let engine = open_reader_beside(&self.build, from)?;
        let read = || {
            let mut query = engine.prepare(&sql)?;
            let rows = query.query_map([], |row| {
                Ok(LockedRow {
                    metric_id: row.get(0)?,
                    agency_code: row.get(1)?,
                    subject_id: row.get(2)?,
                    numerator: row.get(3)?,
                    denominator: row.get(4)?,
                })
            })?;
            rows.collect::<duckdb::Result<Vec<_>>>()
        };
        read().map_err(WarehouseError::wrap_engine("cannot read what is locked"))
    }

    /// Writes the subjects of these metrics in a period to a file, by metric, agency and subject; returns how many rows it has.
    /// Fails for who does not see everything.
    pub fn write_rows(
        &self,
        metrics: &[&Metric],
        period: Period,
        to: &Path,
    ) -> Result<u64, WarehouseError> {
        self.reader.require_everything()?;
        let (first, last) = (format!("'{}'", period.start()), format!("'{}'", period.end()));
        let mut sql = String::from(
            "create temp table locked_row \
             (metric_id varchar, agency_code varchar, subject_id varchar, numerator bigint, denominator bigint);\n",
        );
        for metric in metrics {
            let counted = EventFilter { metric, is_flow: false, among: "", of: None };
            let counted = counted.counted_between(&self.reader, (&first, &last))?;
            let insert = format!(
                "insert into locked_row {counted} \
                 listed as (select agency_code, subject_id, numerator, denominator from counted) \
                 select {}, agency_code, subject_id, cast(numerator as bigint), cast(denominator as bigint) from listed \
                 where numerator <> 0 or coalesce(denominator, 0) <> 0;\n",
                quote_literal(&metric.id),
            );
            sql += &insert;
        }
        let copy = format!(
            "copy (select metric_id, agency_code, subject_id, numerator, denominator from locked_row \
             order by metric_id, agency_code, subject_id) to {} (format parquet, compression zstd)",
            quote_literal(&to.to_string_lossy()),
        );
        let engine = open_reader_beside(&self.build, to)?;
        let written = engine.execute_batch(&sql).and_then(|()| engine.execute(&copy, []));
        let rows = written.map_err(WarehouseError::wrap_engine("cannot write what is locked"))?;
        Ok(rows as u64)
    }
}
