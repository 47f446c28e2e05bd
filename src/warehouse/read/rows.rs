//! The dossiers behind a number.

use super::{
    super::{WarehouseError, metrics::view},
    warehouse::Warehouse,
};
use crate::{
    catalog::metric::Metric,
    domain::{measure::Better, period::Period},
};

/// The subjects behind a number, as `counted`; what is asked of them follows.
pub(super) const COUNTED: &str = concat!(include_str!("below.sql"), include_str!("counted.sql"));

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
        metric: &Metric,
        period: Period,
        agency: &str,
        failing: bool,
        at_most: u64,
    ) -> Result<Vec<DossierRow>, WarehouseError> {
        let is_failing = match metric.better {
            Better::Higher => "counted.numerator < counted.denominator",
            Better::Lower => "counted.numerator > 0",
        };
        let sql = [COUNTED, include_str!("rows.sql")]
            .concat()
            .replace("{view}", &view(&metric.id))
            .replace("{is_failing}", is_failing);
        self.ask("cannot read the dossiers", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let rows =
                query.query_map(duckdb::params![start, end, agency, failing, at_most], |row| {
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
                })?;
            rows.collect()
        })
    }
}
