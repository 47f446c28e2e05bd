//! What was published of all agencies in a period, to hold one of them against the others.

use std::collections::BTreeSet;

use duckdb::params_from_iter;
use jiff::civil::Date;

use super::{figure::Figure, index_results::parse_decimal, queries::PublishedQueries};
use crate::{
    domain::period::Period,
    warehouse::{WarehouseError, dates::read_optional_date},
};

/// Holds the newest figure that a publisher published of an indicator of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFigure {
    pub publisher: String,
    pub indicator: String,
    pub agency_code: String,
    /// The level of the agency at the end of the period; `None` where the register does not know it.
    pub level: Option<String>,
    pub figure: Figure,
    /// The day of the export that told it.
    pub told_on: Option<Date>,
    pub source_id: String,
}

impl PublishedQueries {
    /// Lists what was published of some indicators in a period, of all sectors together, by publisher, indicator and agency.
    pub fn list_table(
        &self,
        indicators: &[&str],
        period: Period,
    ) -> Result<Vec<TableFigure>, WarehouseError> {
        let marks: Vec<String> = (2..indicators.len() + 2).map(|at| format!("${at}")).collect();
        let sql = format!(
            "select publisher, indicator, agency_code, numerator, denominator, cast(value as varchar), cast(score as varchar), \
             cast(snapshot_at as date), source_id from figure where period_id = $1 and sector is null and indicator in ({}) \
             order by publisher, indicator, agency_code",
            marks.join(", ")
        );
        let asked = period.to_string();
        self.reader.with_connection("cannot read the figures", |connection| {
            let mut query = connection.prepare(&sql)?;
            let values = [asked.as_str()].into_iter().chain(indicators.iter().copied());
            let rows = query.query_map(params_from_iter(values), |row| {
                let agency_code: String = row.get(2)?;
                let known = self.reader.memory.find_agency(&agency_code, period);
                Ok(TableFigure {
                    publisher: row.get(0)?,
                    indicator: row.get(1)?,
                    agency_code,
                    level: known.map(|agency| agency.level).filter(|level| !level.is_empty()),
                    figure: Figure {
                        numerator: row.get(3)?,
                        denominator: row.get(4)?,
                        value: parse_decimal(row.get(5)?),
                        score: parse_decimal(row.get(6)?),
                    },
                    told_on: read_optional_date(row, 7)?,
                    source_id: row.get(8)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Whether the publisher of a figure tells of others of its level, seen or not.
    pub fn tells_of_others(
        &self,
        own: &TableFigure,
        period: Period,
    ) -> Result<bool, WarehouseError> {
        let (told, of) =
            ((&*own.publisher, &*own.indicator), (&*own.agency_code, own.level.as_deref()));
        self.reader.memory.tells_of_others(told, of, period)
    }

    /// Counts the rows of some exports that could not be taken in and that no later export told right.
    pub fn count_unread_rows(&self, sources: &BTreeSet<&str>) -> Result<usize, WarehouseError> {
        let sql = "select count(*) from (select distinct source_sheet, source_row from source_problem \
                   where source_id = $1 and not is_kept and mended_by_id is null)";
        self.reader.with_connection("cannot count the rejected rows", |connection| {
            let mut query = connection.prepare(sql)?;
            let counts =
                sources.iter().map(|id| query.query_row([id], |row| row.get::<_, usize>(0)));
            counts.sum()
        })
    }
}
