//! A number by what its subjects have in common: procedure, sector, channel.

use super::{
    super::{WarehouseError, metrics::view},
    rows::COUNTED,
    slice_by::SliceBy,
    warehouse::Warehouse,
};
use crate::{
    catalog::metric::Metric,
    domain::{
        measure::{Better, Measure},
        period::Period,
    },
};

/// The part of a number that one procedure, sector, … has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// `None` for subjects that do not say.
    pub code: Option<String>,
    pub name: Option<String>,
    pub measure: Measure,
}

impl Warehouse {
    /// A metric's number for an agency and those below it (or for all), cut up; what pulls it down most comes first.
    pub fn slices(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
        by: SliceBy,
    ) -> Result<Vec<Slice>, WarehouseError> {
        let (code, name) = by.columns();
        let order = match metric.better {
            Better::Higher => "coalesce(denominator - numerator, numerator)",
            Better::Lower => "numerator",
        };
        let sql = [COUNTED, include_str!("slices.sql")]
            .concat()
            .replace("{view}", &view(&metric.id))
            .replace("{code}", code)
            .replace("{name}", name)
            .replace("{order}", order);
        self.ask("cannot cut the number up", |connection| {
            let mut query = connection.prepare(&sql)?;
            let (start, end) = (period.start().to_string(), period.end().to_string());
            let rows = query.query_map(duckdb::params![start, end, agency], |row| {
                Ok(Slice {
                    code: row.get(0)?,
                    name: row.get(1)?,
                    measure: Measure { numerator: row.get(2)?, denominator: row.get(3)? },
                })
            })?;
            rows.collect()
        })
    }
}
