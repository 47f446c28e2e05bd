//! One part of a number, of each agency: of one procedure, one sector, one channel.

use std::collections::BTreeMap;

use super::{
    super::{WarehouseError, engine::literal, metrics::view},
    slice_by::SliceBy,
    slices::COUNTED,
    value::{Selection, Value},
    warehouse::Warehouse,
};
use crate::{catalog::metric::Metric, domain::period::Period};

impl Warehouse {
    /// Values of all agencies, of the subjects alone that have this code; in the order of [`Warehouse::values`].
    pub fn values_of_part(
        &self,
        metric: &Metric,
        period: Period,
        (by, code): (SliceBy, &str),
    ) -> Result<Vec<Value>, WarehouseError> {
        let is_kept = self.shared.sliced.contains_key(&metric.id) && by != SliceBy::Factor;
        let (counted, subjects) = if is_kept {
            let counted = include_str!("counted_slices.sql");
            (counted, "slice as dossier on dossier.number = counted.slice_number")
        } else {
            (COUNTED, "dossier on dossier.dossier_code = counted.subject_id")
        };
        // Events of all agencies; `counted` is followed by a comma where more of it is to come.
        let counted = counted.trim_end().trim_end_matches(',');
        let sql = format!("{counted}\n{}", include_str!("part.sql"))
            .replace("{view}", &view(&metric.id))
            .replace("{metric}", &literal(&metric.id))
            .replace("{agencies}", "")
            .replace("{subjects}", subjects)
            .replace("{column}", by.columns().0);
        let own = self.ask("cannot read the part", |connection| {
            let asked = duckdb::params![period.start().to_string(), period.end().to_string(), code];
            let mut query = connection.prepare(&sql)?;
            let rows =
                query.query_map(asked, |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            rows.collect::<duckdb::Result<BTreeMap<_, _>>>()
        })?;
        Ok(self.arranged(&Selection { metric, period, published: false }, &own))
    }
}
