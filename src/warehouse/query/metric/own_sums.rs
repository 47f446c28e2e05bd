//! What each agency in sight did itself in a period, or what was published of it; it is summed up the tree after.

use super::{super::warehouse::Warehouse, daily_sums::DirectSums};
use crate::{
    catalog::{metric::Metric, phrases::filled},
    domain::period::Period,
    warehouse::{WarehouseError, engine::quote_literal},
};

impl Warehouse {
    /// Of each metric, in each period.
    pub(super) fn own_sums(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
        published: bool,
    ) -> Result<Vec<Vec<DirectSums>>, WarehouseError> {
        if published {
            return self.published_sums(metrics, periods);
        }
        let is_seen = |code: &str| self.seen.is_seen(code);
        let own = metrics.iter().map(|metric| {
            let days = self.days(metric)?;
            let until = self.known(metric).until;
            let own = |period: &Period| days.own(*period, until, is_seen);
            Ok(periods.iter().map(own).collect())
        });
        own.collect()
    }

    /// Of one metric in one period, of an agency and those below it; of all without one.
    pub(in crate::warehouse::query) fn own_within(
        &self,
        metric: &Metric,
        period: Period,
        agency: Option<&str>,
    ) -> Result<DirectSums, WarehouseError> {
        let below = agency.map(|agency| self.shared.tree.below(agency, period));
        let is_within = |code: &str| {
            let is_below = below.as_ref().is_none_or(|below| below.contains(&code));
            self.seen.is_seen(code) && (is_below || agency == Some(code))
        };
        Ok(self.days(metric)?.own(period, self.known(metric).until, is_within))
    }

    fn published_sums(
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
        let sql = filled(
            include_str!("figures.sql"),
            &[("metrics", &ids.join(", ")), ("periods", &asked.collect::<Vec<_>>().join(", "))],
        );
        let mut own = vec![vec![DirectSums::new(); periods.len()]; metrics.len()];
        self.ask("cannot read the values", |connection| {
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
