//! What was published of each agency in scope; it is summed up the tree after.

use super::{daily_sums::DirectSums, queries::MetricQueries};
use crate::{
    catalog::metric::Metric,
    domain::period::Period,
    warehouse::{
        WarehouseError,
        engine::{quote_literal, render_sql},
    },
};

impl MetricQueries {
    /// Reads what was published of each metric, in each period.
    pub(super) fn read_published_sums(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
    ) -> Result<Vec<Vec<DirectSums>>, WarehouseError> {
        let ids: Vec<String> =
            metrics.iter().map(|metric| quote_literal(metric.indicator())).collect();
        let asked = periods
            .iter()
            .enumerate()
            .map(|(number, period)| format!("({number}, {})", quote_literal(&period.to_string())));
        let sql = render_sql(
            include_str!("figures.sql"),
            &[("metrics", &ids.join(", ")), ("periods", &asked.collect::<Vec<_>>().join(", "))],
        )?;
        let mut own = vec![vec![DirectSums::new(); periods.len()]; metrics.len()];
        self.reader.with_connection("cannot read the values", |connection| {
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let (indicator, period): (String, usize) = (row.get(0)?, row.get(1)?);
                let (code, sums): (String, _) = (row.get(2)?, (row.get(3)?, row.get(4)?));
                // Several metrics may be held against one indicator.
                for (metric, own) in metrics.iter().zip(&mut own) {
                    if metric.indicator() == indicator {
                        own[period].insert(code.clone(), sums);
                    }
                }
            }
            Ok(own)
        })
    }
}
