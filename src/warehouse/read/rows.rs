//! The dossiers behind a number.

use super::{
    super::{WarehouseError, engine::ident, metrics::view},
    warehouse::Warehouse,
};
use crate::domain::period::Period;

/// A dossier as it is shown: no column of it names a person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DossierRow {
    pub dossier_code: String,
    pub agency_code: String,
    pub procedure_code: Option<String>,
    pub procedure_name: Option<String>,
    pub status: String,
    /// Local civil times, `yyyy-MM-dd HH:mm:ss`.
    pub received_at: Option<String>,
    pub due_at: Option<String>,
    pub ended_at: Option<String>,
    pub numerator: i64,
    pub denominator: Option<i64>,
}

impl Warehouse {
    /// Dossiers that count for an agency and those below it; only those that pull the metric down if `failing`.
    pub fn rows(
        &self,
        metric_id: &str,
        period: Period,
        agency: &str,
        failing: bool,
        at_most: u64,
    ) -> Result<Vec<DossierRow>, WarehouseError> {
        let sql = include_str!("rows.sql").replace("{view}", &view(metric_id));
        self.ask("cannot read the dossiers", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let rows = query.query_map(
                duckdb::params![start, end, agency, failing, at_most],
                |row| {
                    Ok(DossierRow {
                        dossier_code: row.get(0)?,
                        agency_code: row.get(1)?,
                        procedure_code: row.get(2)?,
                        procedure_name: row.get(3)?,
                        status: row.get(4)?,
                        received_at: row.get(5)?,
                        due_at: row.get(6)?,
                        ended_at: row.get(7)?,
                        numerator: row.get(8)?,
                        denominator: row.get(9)?,
                    })
                },
            )?;
            rows.collect()
        })
    }

    /// The columns of a table that hold anything, with commas between.
    pub fn filled_columns(&self, table: &str) -> Result<String, WarehouseError> {
        let columns: Vec<String> = self.ask("cannot read the columns", |connection| {
            let mut query = connection.prepare(
                "select column_name from duckdb_columns() where table_name = $1 \
                 and column_name not in ('source_id', 'source_number') order by column_index",
            )?;
            query.query_map([table], |row| row.get(0))?.collect()
        })?;
        let mut filled = Vec::new();
        for column in columns {
            let sql = format!("select count({}) from {}", ident(&column), ident(table));
            let count: i64 = self.ask("cannot read the staged rows", |connection| {
                connection.query_row(&sql, [], |row| row.get(0))
            })?;
            if count > 0 {
                filled.push(column);
            }
        }
        Ok(filled.join(","))
    }

    /// The staged rows of a table as CSV, in the order of their sources and rows: what a connector made of an export.
    pub fn staged(&self, table: &str, columns: &str) -> Result<String, WarehouseError> {
        let listed: Vec<&str> = columns.split(',').collect();
        let casts: Vec<String> = listed
            .iter()
            .map(|column| format!("cast({} as varchar)", ident(column)))
            .collect();
        let sql = format!(
            "select {} from {} order by source_id, source_sheet, source_row",
            casts.join(", "),
            ident(table)
        );
        let rows: Vec<Vec<Option<String>>> =
            self.ask("cannot read the staged rows", |connection| {
                let mut query = connection.prepare(&sql)?;
                let rows =
                    query.query_map([], |row| (0..listed.len()).map(|at| row.get(at)).collect())?;
                rows.collect()
            })?;
        let lines = rows.iter().map(|row| {
            let cells = row
                .iter()
                .map(|cell| quoted(cell.as_deref().unwrap_or_default()));
            cells.collect::<Vec<_>>().join(",")
        });
        Ok([columns.to_owned()]
            .into_iter()
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n"))
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
