//! One part of a number, of each agency: of one procedure, one sector, one channel.

use std::collections::BTreeMap;

use super::{
    super::metric::value::{AgencyValue, MetricRequest},
    dimension::BreakdownDimension,
    queries::BreakdownQueries,
};
use crate::{
    catalog::metric::Metric,
    domain::basis::MetricBasis,
    domain::period::Period,
    warehouse::{
        WarehouseError,
        engine::{quote_literal, render_sql},
    },
};

impl BreakdownQueries {
    /// Values of all agencies, of the subjects alone that have this code; in the order of [`MetricQueries::values`](super::super::MetricQueries::values).
    pub fn values_of_part(
        &self,
        metric: &Metric,
        period: Period,
        (by, code): (BreakdownDimension, &str),
    ) -> Result<Vec<AgencyValue>, WarehouseError> {
        let (counted, subjects, having) = if self.is_sliced(metric, &[by]) {
            let subjects = "slice as dossier on dossier.number = counted.slice_number";
            // What a build took out of the sums kept is not what was never there.
            (self.counted_slices(metric, period, ""), subjects, "having sum(counted.events) > 0")
        } else {
            let subjects = "dossier on dossier.dossier_code = counted.subject_id";
            (self.counted_subjects(metric, period, "")?, subjects, "")
        };
        let of_part = render_sql(
            include_str!("part.sql"),
            &[
                ("subjects", subjects),
                ("column", by.sql_columns().0),
                ("code", &quote_literal(code)),
                ("having", having),
            ],
        )?;
        let sql = counted + &of_part;
        let own = self.reader.with_connection("cannot read the part", |connection| {
            let mut query = connection.prepare(&sql)?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            rows.collect::<duckdb::Result<BTreeMap<_, _>>>()
        })?;
        Ok(self
            .metrics
            .arrange_values(&MetricRequest { metric, period, basis: MetricBasis::Computed }, &own))
    }
}
