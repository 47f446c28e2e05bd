//! What each agency in sight did itself in a period, or what was published of it; it is summed up the tree after.

use std::collections::HashMap;

use super::{
    super::{WarehouseError, engine::literal},
    days::{Days, Own},
    warehouse::Warehouse,
};
use crate::{catalog::metric::Metric, domain::period::Period};

/// By what a metric's numbers are kept under, and the period's place in the list asked for.
pub(super) type OwnSums = HashMap<(String, usize), Own>;

impl Warehouse {
    pub(super) fn own_sums(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
        published: bool,
    ) -> Result<OwnSums, WarehouseError> {
        if published {
            return self.published_sums(metrics, periods);
        }
        let mut own = OwnSums::new();
        for (metric, days) in metrics.iter().zip(self.days(metrics)?) {
            for (number, period) in periods.iter().enumerate() {
                own.insert((metric.id.clone(), number), self.in_sight(&days, *period));
            }
        }
        Ok(own)
    }

    /// The same of one metric in one period.
    pub(super) fn own_of(&self, metric: &Metric, period: Period) -> Result<Own, WarehouseError> {
        let days = self.days(&[metric])?;
        Ok(self.in_sight(&days[0], period))
    }

    /// What is held is of all: here it becomes what who asks may see.
    fn in_sight(&self, days: &Days, period: Period) -> Own {
        let mut own = days.own(period, self.known_until);
        own.retain(|code, _| self.seen.is_seen(code));
        own
    }

    fn published_sums(
        &self,
        metrics: &[&Metric],
        periods: &[Period],
    ) -> Result<OwnSums, WarehouseError> {
        let ids: Vec<String> = metrics.iter().map(|metric| literal(key(metric, true))).collect();
        let periods = periods
            .iter()
            .enumerate()
            .map(|(number, period)| format!("({number}, {})", literal(&period.to_string())));
        let sql = include_str!("figures.sql")
            .replace("{metrics}", &ids.join(", "))
            .replace("{periods}", &periods.collect::<Vec<_>>().join(", "));
        self.ask("cannot read the values", |connection| {
            let mut own = OwnSums::new();
            let mut query = connection.prepare(&sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let sums = (row.get(3)?, row.get(4)?);
                own.entry((row.get(0)?, row.get(1)?)).or_default().insert(row.get(2)?, sums);
            }
            Ok(own)
        })
    }
}

/// What a metric's numbers are kept under.
pub(super) fn key(metric: &Metric, published: bool) -> &str {
    if published { metric.indicator() } else { &metric.id }
}
