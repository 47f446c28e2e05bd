//! What was published of one agency: figures, and results of indexes.

use duckdb::{OptionalExt, params};

use super::{figure::Figure, queries::PublishedQueries};
use crate::{
    domain::{period::Period, threshold::Threshold},
    warehouse::WarehouseError,
};

/// The result of an index, or of one section of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexResult {
    pub index_id: String,
    /// `None` for the whole index.
    pub section: Option<String>,
    pub score: Option<Threshold>,
    pub max_score: Option<Threshold>,
    pub rank: Option<i64>,
    pub ranked_of: Option<i64>,
    pub target: Option<Threshold>,
    /// Of the year before.
    pub before: Option<Threshold>,
    pub rank_before: Option<i64>,
}

impl PublishedQueries {
    /// Finds the newest published figure of an indicator, of all sectors together.
    pub fn find_figure(
        &self,
        indicator: &str,
        agency: &str,
        period: Period,
    ) -> Result<Option<Figure>, WarehouseError> {
        let sql = "select numerator, denominator, cast(value as varchar), cast(score as varchar) from figure \
            where indicator = $1 and agency_code = $2 and period_id = $3 and sector is null \
            order by snapshot_at desc, publisher limit 1";
        self.reader.with_connection("cannot read the figures", |connection| {
            let mut query = connection.prepare_cached(sql)?;
            let found = query.query_row(params![indicator, agency, period.to_string()], |row| {
                Ok(Figure {
                    numerator: row.get(0)?,
                    denominator: row.get(1)?,
                    value: parse_decimal(row.get(2)?),
                    score: parse_decimal(row.get(3)?),
                })
            });
            found.optional()
        })
    }

    /// Lists the results of an agency in a year, whole indexes before their sections.
    pub fn list_index_results(
        &self,
        agency: &str,
        year: i16,
    ) -> Result<Vec<IndexResult>, WarehouseError> {
        let sql = "select now.index_id, now.section, cast(now.score as varchar), cast(now.max_score as varchar), now.rank, now.ranked_of, \
            cast(now.target as varchar), cast(before.score as varchar), before.rank \
            from index_result as now \
            left join index_result as before on before.index_id = now.index_id and before.agency_code = now.agency_code \
                and before.section is not distinct from now.section and before.year = now.year - 1 \
            where now.agency_code = $1 and now.year = $2 \
            order by now.index_id, now.section nulls first";
        self.reader.with_connection("cannot read the results", |connection| {
            let mut query = connection.prepare(sql)?;
            let rows = query.query_map(params![agency, year], |row| {
                Ok(IndexResult {
                    index_id: row.get(0)?,
                    section: row.get(1)?,
                    score: parse_decimal(row.get(2)?),
                    max_score: parse_decimal(row.get(3)?),
                    rank: row.get(4)?,
                    ranked_of: row.get(5)?,
                    target: parse_decimal(row.get(6)?),
                    before: parse_decimal(row.get(7)?),
                    rank_before: row.get(8)?,
                })
            })?;
            rows.collect()
        })
    }
}

/// Reads a decimal as the engine writes it; `None` of none.
pub(super) fn parse_decimal(text: Option<String>) -> Option<Threshold> {
    text?.parse().ok()
}
